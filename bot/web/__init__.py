"""The parts of the web app: pages as HTML, pictures as SVG, tabs as components. Imported by app.py alone."""
