"""Work on files from outside in processes of their own, which may hang, crash or grow without harm.

The room knows nothing of forms: it sends bytes to a worker, keeps it within bounds, and gives back bytes or the
reason why there are none. A worker is started afresh (never forked), stays warm, and is replaced after a while.
With `docgen.workers.cluster` such workers stand on other machines as well, behind the same door.
"""

from docgen.workers.bounds import Bounds
from docgen.workers.pool import Ended, Executor, Lost, NotStarted, Pool, Result

__all__ = ["Bounds", "Ended", "Executor", "Lost", "NotStarted", "Pool", "Result"]
