"""The same CSV by whylogs: read in pieces, each profiled, as its documentation has it for large files."""
import json
import resource
import sys
import time

import pandas
import whylogs

start, before = time.perf_counter(), time.process_time()
profile = None
for piece in pandas.read_csv(sys.argv[1], chunksize=100_000):
    view = whylogs.log(pandas=piece).view()
    profile = view if profile is None else profile.merge(view)
profile.to_pandas()
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - start,
            "cpuSeconds": time.process_time() - before,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
