"""nbgrader settings of every server and course: pupils' servers, the course service, the tests.

Jupyter finds this file because `grading/` is on JUPYTER_CONFIG_PATH; what differs from one
classroom to the next comes in through the environment (see `daugava.classroom`).
"""
import os
from pathlib import Path

c = get_config()  # noqa: F821  given by traitlets
here = Path(__file__).resolve().parent
env = os.environ.get

# The exchange: one folder; released work comes down by course, hand-ins go up by pupil.
if env("DAUGAVA_EXCHANGE"):
    c.Exchange.root = env("DAUGAVA_EXCHANGE")
c.Exchange.path_includes_course = True
# Each pupil has a folder of their own in it.
c.ExchangeFactory.release_assignment = "daugava.grading.release.ReleaseAssignment"
c.ExchangeFactory.fetch_assignment = "daugava.exchange.FetchAssignment"
c.ExchangeFactory.submit = "daugava.exchange.Submit"
c.ExchangeFactory.collect = "daugava.exchange.Collect"
c.ExchangeFactory.release_feedback = "daugava.exchange.ReleaseFeedback"
c.ExchangeFactory.fetch_feedback = "daugava.exchange.FetchFeedback"
c.ExchangeFactory.list = "daugava.exchange.List"
if env("JUPYTER_DATA_DIR"):  # what a pupil handed in is remembered in the home, wherever Jupyter has its own files
    c.Exchange.cache = str(Path.home() / ".local" / "share" / "jupyter" / "nbgrader_cache")
c.Exchange.timezone = "Europe/Riga"
c.CourseDirectory.course_id = env("DAUGAVA_COURSE", "")
if env("DAUGAVA_COURSE_FOLDER"):
    c.CourseDirectory.root = env("DAUGAVA_COURSE_FOLDER")

# In the hub a pupil hands in under the hub name: the UNIX account is the same for everybody.
# A participant of a workshop is alone with a practice course, and a pupil on the start page only.
if env("JUPYTERHUB_USER") and env("DAUGAVA_ROLE") != "participant":
    c.Authenticator.plugin_class = "nbgrader.auth.JupyterHubAuthPlugin"
    if env("DAUGAVA_ROLE") != "course":
        c.CourseDirectory.student_id = env("JUPYTERHUB_USER")

# The gap stands in the source as `name = ...`; nothing more is put in its place.
c.ClearSolutions.code_stub = {"python": ""}
c.ClearSolutions.text_stub = "…"

# The formgrader shows teachers assignments, not configuration files.
c.FormgradeExtension.debug = False

c.Execute.timeout = 60
c.ExecutePreprocessor.timeout = 60

# Kernels that grade and validate are reached through sockets in a private folder. A free port is looked up before the
# kernel takes it, so two that start together can be given the same one: a submission fails then, seldom and under load.
from jupyter_core.paths import jupyter_runtime_dir  # noqa: E402

sockets = Path(jupyter_runtime_dir()) / f"nbgrader-{os.getpid()}"
if os.name == "posix" and len(os.fsencode(sockets)) < 90:  # a socket's path has at most 103 bytes on some systems
    sockets.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    c.KernelManager.transport = "ipc"
    c.KernelManager.ip = str(sockets)

# Constants differ by pupil: grading runs a submission with its own pupil's, in a kernel that reaches nothing else.
from nbgrader.converters import Autograde  # noqa: E402
from nbgrader.preprocessors import Execute  # noqa: E402

execute = Execute if env("DAUGAVA_UNCONFINED") else "daugava.grading.execute.RefereedExecute"
c.Autograde.autograde_preprocessors = ["daugava.course.NamePupil", *(
    execute if step is Execute else step for step in Autograde.autograde_preprocessors.default())]

# Late work is marked by the pupil's own due date (`daugava due`); it costs no points unless
# `c.LateMarked.penalty_method` says so.
c.AssignLatePenalties.plugin_class = "daugava.grading.due.LateMarked"

# Feedback: our own template, in the pupil's language and without a request to the outside;
# hidden tests do not belong in it.
import nbgrader  # noqa: E402

c.HTMLExporter.extra_template_basedirs = [
    str(here / "jupyter" / "nbconvert" / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
c.HTMLExporter.filters = {"readable": "daugava.grading.readable.readable"}
c.GenerateFeedback.preprocessors = [
    "daugava.grading.feedback.Feedback",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
