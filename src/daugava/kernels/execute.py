"""nbgrader's Execute with confined kernels: ends a notebook at its limits, and says so in the cells that did not run."""
from __future__ import annotations

import json

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.preprocessors.execute import UnresponsiveKernelError
from traitlets import Dict, Integer

from daugava.kernels.manager import ConfinedKernelManager

WORDS = {
    "time": {"en": "The notebook ran for too long, so it was stopped. Is there a loop without an end?",
             "lv": "Darba burtnīca strādāja pārāk ilgi, tāpēc tā tika apturēta. Vai tajā nav bezgalīga cikla?"},
    "memory": {"en": "The notebook used too much memory, so it was stopped. Does a list grow without an end?",
               "lv": "Darba burtnīca aizņēma pārāk daudz atmiņas, tāpēc tā tika apturēta. Vai kāds saraksts neaug bez gala?"},
    "processes": {"en": "The notebook started too many processes, so it was stopped.",
                  "lv": "Darba burtnīca sāka pārāk daudz procesu, tāpēc tā tika apturēta."},
    "output": {"en": "The notebook printed too much, so it was stopped. Is there a print in a loop without an end?",
               "lv": "Darba burtnīca izvadīja pārāk daudz, tāpēc tā tika apturēta. Vai print nav bezgalīgā ciklā?"},
    "ended": {"en": "Python ended in this cell. What does its last line do?",
              "lv": "Python šajā šūnā beidza darbu. Ko dara tās pēdējā rinda?"},
    "later": {"en": "This cell did not run, because the notebook had been stopped above.",
              "lv": "Šī šūna netika izpildīta, jo darba burtnīca jau augstāk tika apturēta."},
}


class ConfinedExecute(Execute):
    """Runs a submission in a confined kernel (`daugava.kernels`); nbgrader's settings of Execute hold."""

    most_mb = Integer(4, help="Megabytes that all cells together may print or draw.").tag(config=True)
    limits = Dict(help="Numbers of `daugava.kernels.limits.Limits` that differ from the usual.").tag(config=True)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("kernel_manager_class", ConfinedKernelManager)
        kwargs.setdefault("shutdown_kernel", "immediate")  # nothing in it is to be kept
        super().__init__(*args, **kwargs)

    def preprocess(self, nb, resources, *args, **kwargs):
        """Run the notebook; a kernel that ends early ends the run, not the grading."""
        self._shown, self._why = 0, None
        return super().preprocess(nb, resources, *args, **kwargs)

    def create_kernel_manager(self):
        """The kernel manager, with the limits of this course."""
        manager = super().create_kernel_manager()
        manager.kernel_config = {**manager.kernel_config, "limits": dict(self.limits)}
        return manager

    def preprocess_cell(self, cell, resources, index):
        """Run a cell; once the kernel has ended, a cell that cannot run says so, as an error that costs its points."""
        if cell.cell_type != "code":
            return super().preprocess_cell(cell, resources, index)
        why = "later"
        if self._why is None:
            try:
                return super().preprocess_cell(cell, resources, index)
            except DeadKernelError:
                self._why = why = self.km.provisioner.why_ended or "ended"
            except (CellTimeoutError, UnresponsiveKernelError):  # it does not even react to an interrupt
                self.km.provisioner.end("time")
                self._why = why = "time"
        language = self.nb.metadata.get("daugava", {}).get("language", "en")
        text = WORDS[why].get(language, WORDS[why]["en"])
        cell.outputs.append(new_output("error", ename="KernelEnded", evalue=text, traceback=[text]))
        return cell, resources

    def process_message(self, msg, cell, cell_index):
        """Count what arrives, whatever the kernel says about itself; past the end it is ended."""
        if self._shown <= self.most_mb * 1_000_000:
            self._shown += len(json.dumps(msg["content"], default=str))
            return super().process_message(msg, cell, cell_index)
        self.km.provisioner.end("output")
        return None
