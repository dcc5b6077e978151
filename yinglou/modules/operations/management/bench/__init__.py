"""What `yinglou bench` measures with, a file for each kind of figure."""
