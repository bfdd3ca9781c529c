"""The web app in a real browser: what a reader sees, clicks and reaches with the keyboard."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answerer import Answerer
from bot.turn import Answer, Question

pytest.importorskip("selenium", reason="selenium is not installed; pip install selenium")
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM.exists() and DRIVER.exists()), reason="no /usr/bin/chromium; apt-get install chromium chromium-driver"
)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
DESKTOP, PHONE = (1280, 900), (390, 844)
PATIENCE = 60  # seconds until a wait gives up; nothing is measured
QUESTIONS = {
    "en": "What is the Ministry of Health responsible for in COVID-19 control?",
    "vi": "Mục tiêu bao phủ bảo hiểm y tế là gì?",
}
NO_ANSWER = "Bệnh viện Bạch Mai có mở cửa thứ bảy không?"
EVIL = "<script>window.evil = 1</script><img src=x onerror='window.evil = 2'> vaccine?"
Script = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


class Reader:
    """Someone in front of the page."""

    def __init__(self, driver: webdriver.Chrome, site: str, size: tuple[int, int]) -> None:
        self.driver = driver
        self.run: Script = driver.execute_script
        screen = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        driver.get(site)
        self.wait(lambda: self.all("#cc-question textarea") and self.all(".cc-chips button"))

    def wait(self, condition: Callable[[], Any]) -> None:
        WebDriverWait(self.driver, PATIENCE).until(lambda _: condition())

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        return str(self.run("return document.querySelector(arguments[0])?.textContent ?? ''", css))

    def shown(self) -> str | None:
        return self.run("return document.querySelector('#cc-panel [data-shown]')?.dataset.shown ?? null")  # type: ignore[no-any-return]

    def ask(self, question: str, number: int = 1) -> None:
        box = self.one("#cc-question textarea")
        box.send_keys(question)
        box.send_keys(Keys.ENTER)
        self.answered(number)

    def answered(self, number: int = 1) -> None:
        self.wait(lambda: self.all(f'#cc-answer [data-number="{number}"]'))

    def click(self, css: str) -> None:
        self.run("arguments[0].scrollIntoView({block: 'center'})", self.one(css))
        self.one(css).click()

    def overflow(self) -> int:
        return int(self.run("return document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def reader(chromium: webdriver.Chrome, site: str) -> Reader:
    return Reader(chromium, site, DESKTOP)


@pytest.fixture
def phone(chromium: webdriver.Chrome, site: str) -> Reader:
    return Reader(chromium, site, PHONE)


def expected(answerer: Answerer, question: str) -> Answer:
    return answerer.ask(Question(question, dt.date.today()))


def languages(answerer: Answerer, answer: Answer) -> dict[str, str]:
    """The language of the document of each citation, by the citation's key on the page."""
    return {f"1-c{c.n}": answerer.index.documents[c.ref.doc_id].language for c in answer.citations}


# Whether the first mark lies inside both the panel's box and the window.
MARK_IN_SIGHT = """
const mark = document.querySelector('#cc-panel mark').getBoundingClientRect();
const panel = document.querySelector('#cc-panel .cc-panel').getBoundingClientRect();
return mark.top >= panel.top && mark.bottom <= panel.bottom && mark.top >= 0 && mark.bottom <= window.innerHeight;
"""


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_question_is_answered_and_each_mark_shows_its_quote(
    reader: Reader, answerer: Answerer, lang: str, tmp_path: Path
) -> None:
    answer = expected(answerer, QUESTIONS[lang])
    reader.ask(QUESTIONS[lang])
    assert reader.one("#cc-answer [data-status]").get_attribute("data-status") == answer.status
    assert reader.text("#cc-answer .cc-badge").strip()
    assert len(reader.all("#cc-answer .cc-quote")) == len(answer.statements)
    for citation in answer.citations:
        key = f"1-c{citation.n}"
        reader.click(f'#cc-answer .cc-mark[data-source="{key}"]')
        reader.wait(lambda key=key: reader.shown() == key)
        assert reader.text("#cc-panel mark") == citation.quote
        assert reader.one("#cc-panel .cc-text").get_attribute("lang") == languages(answerer, answer)[key]
        reader.wait(lambda: reader.run(MARK_IN_SIGHT))
    assert reader.driver.save_screenshot(str(tmp_path / f"{lang}.png"))


def test_the_source_stays_beside_a_long_answer(reader: Reader) -> None:
    reader.ask(QUESTIONS["vi"])
    beside = "return document.querySelector('#cc-panel').getBoundingClientRect().top"
    last = reader.all("#cc-answer .cc-mark")[-1]
    reader.run("arguments[0].scrollIntoView({block: 'start'})", last)
    assert reader.run("return arguments[0].getBoundingClientRect().top", reader.one("#cc-answer")) < 0
    reader.wait(lambda: 0 <= reader.run(beside) < 100)


def test_without_an_answer_the_nearest_provisions_can_be_read(reader: Reader) -> None:
    reader.ask(NO_ANSWER)
    assert reader.one("#cc-answer [data-status]").get_attribute("data-status") == "abstained"
    assert reader.text("#cc-answer .cc-badge").strip().endswith("Không tìm thấy trong văn bản")
    assert reader.shown() is None
    rows = reader.all("#cc-answer .cc-list button")
    assert rows
    rows[-1].click()
    reader.wait(lambda: reader.shown() == f"1-p{len(rows)}")
    assert "không phải câu trả lời" in reader.text("#cc-panel .cc-label")


def test_an_example_is_asked_with_one_click(reader: Reader) -> None:
    chip = reader.all(".cc-chips button")[0]
    question = chip.text
    chip.click()
    reader.answered()
    assert reader.text("#cc-answer h2") == question


def test_the_language_switch_sets_the_page(reader: Reader) -> None:
    assert reader.run("return document.documentElement.lang") == "vi"
    reader.ask(QUESTIONS["en"])
    reader.all("#cc-language input")[1].click()
    reader.wait(lambda: reader.text("#cc-button").strip() == "Ask")
    reader.wait(lambda: reader.run("return document.documentElement.lang") == "en")
    assert reader.text("#cc-question label span").strip() == "Your question"
    assert "Answered from the documents" in reader.text("#cc-answer .cc-badge")
    assert "Kind of source" in reader.text("#cc-panel")


def test_everything_can_be_done_with_the_keyboard(reader: Reader) -> None:
    reader.ask(QUESTIONS["vi"])
    mark = reader.all("#cc-answer .cc-mark")[-1]
    reader.run("arguments[0].focus()", mark)
    mark.send_keys(Keys.ENTER)
    reader.wait(lambda: reader.run("return document.activeElement.matches('#cc-panel h2')"))
    assert reader.shown() == mark.get_attribute("data-source")
    back = reader.one("#cc-panel [data-back]")
    back.send_keys(Keys.ENTER)
    reader.wait(lambda: reader.run("return document.activeElement === arguments[0]", mark))


def test_controls_have_names_and_answers_are_announced(reader: Reader, answerer: Answerer) -> None:
    reader.ask(QUESTIONS["vi"])
    assert reader.one("#cc-question textarea").accessible_name.strip() == "Câu hỏi của bạn"
    assert reader.one("#cc-follow input").accessible_name.strip() == "Tiếp nối câu hỏi trước của tôi"
    assert reader.one("#cc-language").accessible_name == "Ngôn ngữ / Language"
    assert all(mark.accessible_name.startswith("[") for mark in reader.all(".cc-mark"))
    assert reader.one("#cc-answer [aria-live]").get_attribute("aria-live") == "polite"
    assert reader.one("#cc-problem [role]").get_attribute("role") == "alert"
    shown = languages(answerer, expected(answerer, QUESTIONS["vi"]))[str(reader.shown())]
    assert reader.one("#cc-panel .cc-text").get_attribute("lang") == shown


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_bad_input_is_one_line_and_keeps_the_answer(reader: Reader, text: str) -> None:
    reader.ask(QUESTIONS["en"])
    if text:
        reader.run("arguments[0].focus()", reader.one("#cc-question textarea"))
        reader.driver.execute_cdp_cmd("Input.insertText", {"text": text})
    reader.click("#cc-button")
    reader.wait(lambda: reader.text("#cc-problem .cc-problem"))
    assert "\n" not in reader.one("#cc-problem").text
    assert reader.all('#cc-answer [data-number="1"]')
    assert not reader.all(".toast-body, .error")


def test_markup_in_a_question_is_text(reader: Reader) -> None:
    reader.ask(EVIL)
    assert reader.text("#cc-answer h2") == EVIL
    reader.ask(QUESTIONS["en"], 2)
    assert reader.text("#cc-earlier summary") == EVIL
    assert reader.run("return window.evil === undefined")
    assert not reader.all("#cc-desk img, #cc-desk script")


def test_a_phone_shows_everything_without_sideways_scrolling(phone: Reader, tmp_path: Path) -> None:
    assert phone.overflow() <= 0
    phone.ask(QUESTIONS["en"])
    assert phone.overflow() <= 0
    phone.click("#cc-answer .cc-mark")
    phone.wait(lambda: phone.run(MARK_IN_SIGHT))
    assert phone.run(
        "return document.querySelector('#cc-panel').offsetTop > document.querySelector('#cc-answer').offsetTop"
    )
    phone.ask("w" * 300, 2)
    assert phone.overflow() <= 0
    assert phone.driver.save_screenshot(str(tmp_path / "phone.png"))


def test_no_request_leaves_the_host(reader: Reader, site: str) -> None:
    reader.driver.get_log("performance")  # what was before belongs to other tests
    reader.driver.get_log("browser")
    reader.driver.get(site)
    reader.wait(lambda: reader.all("#cc-question textarea"))
    reader.ask(QUESTIONS["en"])
    messages = [json.loads(entry["message"])["message"] for entry in reader.driver.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert len(urls) > 1
    assert [url for url in urls if not url.startswith((f"{site}/", "data:", "blob:"))] == []
    # Nor did the content security policy have to stop one.
    assert [
        entry["message"] for entry in reader.driver.get_log("browser") if "Content Security Policy" in entry["message"]
    ] == []


class Ledger:
    """A register's tab in front of a reader."""

    def __init__(self, reader: Reader, register: str) -> None:
        self.reader, self.register = reader, register
        reader.click(f"#cc-tab-{register}-button")
        reader.wait(lambda: reader.all(f"#cc-{register}-result tbody tr"))

    def cells(self, column: str) -> list[str]:
        css = f"#cc-{self.register}-result td.c-{column}"
        found: list[str] = self.reader.run(
            "return [...document.querySelectorAll(arguments[0])].map((td) => td.textContent.trim())", css
        )
        return found


def test_a_duty_is_sorted_and_read_in_its_provision(reader: Reader, answerer: Answerer) -> None:
    ledger = Ledger(reader, "duties")
    assert len(ledger.cells("quote")) > 5
    for direction in ("ascending", "descending"):
        reader.click("#cc-duties-result th.c-agency button")
        reader.wait(lambda d=direction: reader.all(f"#cc-duties-result th.c-agency[aria-sort={d}]"))
    names = ledger.cells("agency")
    collator = "return [...arguments[0]].sort((a, b) => new Intl.Collator('vi', {numeric: true}).compare(b, a))"
    assert names == reader.run(collator, names) and len(set(names)) > 1
    quote = ledger.cells("quote")[0]
    reader.click("#cc-duties-result tbody tr td.c-label button")
    reader.wait(lambda: reader.all("#cc-duties-panel mark"))
    assert " ".join(reader.text("#cc-duties-panel mark").split()) == quote
    reader.click("#cc-duties-panel [data-back]")
    reader.wait(lambda: reader.run("return document.activeElement.matches('#cc-duties-result [data-row]')"))


def test_a_register_speaks_the_language_of_the_page_and_says_what_it_does_not_know(reader: Reader) -> None:
    Ledger(reader, "duties")
    box = reader.one("#cc-duties-agency input")
    reader.run("arguments[0].focus()", box)
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys("Bo Y tee")
    box.send_keys(Keys.ENTER)
    reader.click("#cc-duties-show")
    reader.wait(lambda: "Bộ Y tế" in reader.text("#cc-duties-result .cc-problem"))
    reader.all("#cc-language input")[1].click()
    reader.wait(lambda: reader.text("#cc-tab-duties-button").strip() == "Duties")
    reader.wait(lambda: "nearest names" in reader.text("#cc-duties-result .cc-problem"))
    assert "Bo Y tee" in reader.text("#cc-duties-result .cc-problem")


@pytest.mark.parametrize("register", ["duties", "deadlines"])
def test_pictures_have_names_and_words(reader: Reader, register: str) -> None:
    Ledger(reader, register)
    picture = reader.one(f"#cc-{register}-result svg[role=img]")
    assert picture.accessible_name.strip()
    assert reader.text(f"#cc-{register}-result svg desc").strip()


def test_a_register_fits_a_phone(phone: Reader) -> None:
    for register in ("duties", "deadlines", "entitlements"):
        Ledger(phone, register)
        assert phone.run("return window.innerWidth") == PHONE[0]
        assert phone.overflow() <= 0


class Desk:
    """The Check tab in front of a reader."""

    DRAFT = (
        f"# {EVIL}\n\nBy 2030 over 85% are to have had the essential vaccinations.\nMọi người được tặng {EVIL} xe máy."
    )

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        reader.click("#cc-tab-check-button")
        reader.wait(lambda: reader.all("#cc-check-draft textarea") and reader.one("#cc-check-draft").is_displayed())

    @property
    def box(self) -> str:
        return str(self.reader.one("#cc-check-draft textarea").get_attribute("value"))

    def check(self, draft: str) -> None:
        self.reader.run("arguments[0].focus()", self.reader.one("#cc-check-draft textarea"))
        self.reader.driver.execute_cdp_cmd("Input.insertText", {"text": draft})
        self.reader.wait(lambda: self.box == draft)
        self.reader.click("#cc-check-button")
        self.reader.wait(lambda: self.reader.all("#cc-check-result [data-sentence]"))


def test_a_draft_is_checked_and_a_suggestion_taken_over(reader: Reader) -> None:
    desk = Desk(reader)
    desk.check(Desk.DRAFT)
    assert "✗" in reader.text("#cc-check-result button.contradicted")
    reader.click("#cc-check-result button.contradicted")
    reader.wait(lambda: reader.all("#cc-check-panel mark"))
    assert [mark.text for mark in reader.all("#cc-check-panel .cc-text > mark")][:2] == ["over 85%", "over 95%"]
    reader.click("#cc-check-panel [data-accept]")
    reader.wait(lambda: "over 95%" in desk.box and not reader.all("#cc-check-result button.contradicted"))
    assert reader.run("return window.evil === undefined")
    assert not reader.all("#cc-check img, #cc-check script")
    assert [a.get_attribute("download") for a in reader.all("#cc-check-result .cc-files a")] == [
        "clausecare-draft.docx", "clausecare-draft.md",
    ]  # fmt: skip


def test_a_file_is_opened_and_a_draft_is_written(reader: Reader, tmp_path: Path) -> None:
    desk = Desk(reader)
    path = tmp_path / "bản thảo.md"
    path.write_text("Trạm y tế xã mở cửa.", encoding="utf-8")
    reader.one("#cc-check-upload input[type=file]").send_keys(str(path))
    reader.wait(lambda: desk.box == "Trạm y tế xã mở cửa.")
    reader.click("#cc-write > button")
    reader.wait(lambda: reader.one("#cc-write-topic").is_displayed())
    reader.run("arguments[0].focus()", reader.one("#cc-write-topic input, #cc-write-topic textarea"))
    reader.driver.execute_cdp_cmd("Input.insertText", {"text": "tiêm chủng"})
    reader.click("#cc-write-button")
    reader.wait(lambda: reader.all("#cc-write-result pre"))
    reader.click("#cc-write-result [data-put]")
    reader.wait(lambda: desk.box.startswith("# Tiêm chủng"))


def test_the_check_tab_fits_a_phone(phone: Reader) -> None:
    Desk(phone).check(Desk.DRAFT)
    phone.click("#cc-check-result button.contradicted")
    phone.wait(lambda: phone.all("#cc-check-panel [data-shown-sentence]"))
    assert phone.run("return window.innerWidth") == PHONE[0]
    assert phone.overflow() <= 0
