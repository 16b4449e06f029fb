"""
Whole provinces at once: the same pure core over a lake, county by county, here or on a cluster.

`county` judges; `plan` says what is known of each county on a day; `local` and `spark` feed the one to the other. A
worker of a cluster loads `worker` and what stands below it, and opens no file: nothing is imported here.
"""
