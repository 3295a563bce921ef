"""The only bridge between threads and Qt: results of workers arrive on the GUI thread here and nowhere else."""

from luster_desktop.tasks.runner import CancelToken, TaskRunner

__all__ = ["CancelToken", "TaskRunner"]
