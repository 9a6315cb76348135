"""What reading PDF files takes; :mod:`harvest.text.pdf` is the front."""
