"""Work on files from outside in processes of their own, which may hang, crash or grow without harm.

The room knows nothing of forms: it sends bytes to a worker, keeps it within bounds, and gives back bytes or the
reason why there are none. A worker is started afresh (never forked), stays warm, and is replaced after a while.
"""

from docgen.workers.bounds import Bounds
from docgen.workers.pool import Ended, Lost, NotStarted, Pool, Result

__all__ = ["Bounds", "Ended", "Lost", "NotStarted", "Pool", "Result"]
