"""What reading web pages takes; :mod:`harvest.text.html` is the front."""
