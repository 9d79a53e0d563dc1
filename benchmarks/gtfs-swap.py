#!/usr/bin/env python3
"""Measures a hot swap of a static feed: time, memory, failed requests. See results/gtfs-swap.md.

gtfs-swap.py HUB GTFS.zip WORKDIR POSITIONS [READERS]: serves a copy of the feed that runs every day, sends the recording (positions-csv) at 20 times its
tempo, reads with READERS clients without a pause, puts another version (a renamed trip headsign, another feed_version) in its place, and waits until the hub serves that one.
"""
import csv, http.client, io, json, os, subprocess, sys, threading, time, zipfile

hub, feed, work = sys.argv[1:4]
positions = sys.argv[4]
readers = int(sys.argv[5]) if len(sys.argv) > 5 else 8
os.makedirs(work, exist_ok=True)
served = os.path.join(work, "feed.zip")


def variant(number):
    """The feed with one headsign and the version changed."""
    with zipfile.ZipFile(feed) as old, zipfile.ZipFile(served + ".new", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "trips.txt":
                rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
                column = rows[0].index("trip_headsign")
                rows[1][column] += " %d" % number
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows(rows)
                data = text.getvalue().encode()
            if name in ("calendar.txt", "calendar_dates.txt"):
                continue
            if name != "feed_info.txt":
                new.writestr(name, data)
        services = sorted({row["service_id"] for row in csv.DictReader(io.StringIO(old.read("trips.txt").decode("utf-8-sig")))})
        new.writestr("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
                     + "".join("%s,1,1,1,1,1,1,1,20190101,20351231\n" % service for service in services))
        new.writestr("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nBench,https://example.org,en,bench-%d\n" % number)
    os.replace(served + ".new", served)


def memory(pid, key):
    with open("/proc/%d/status" % pid) as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key))


variant(1)
log = open(os.path.join(work, "hub.log"), "w")
process = subprocess.Popen(
    [hub, "serve", "--data", os.path.join(work, "data"), "--feed", "city", "--gtfs", served,
     "--http", "127.0.0.1:28080", "--grpc", "127.0.0.1:28081", "--mqtt-listen", "127.0.0.1:21883"], stdout=log, stderr=log)
try:
    counts = {"ok": 0, "failed": 0, "backward": 0}
    slowest = [0.0]
    stop = threading.Event()

    def get(path):
        connection = http.client.HTTPConnection("127.0.0.1", 28080, timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    while True:
        try:
            if get("/readyz")[0] == 200:
                break
        except OSError:
            time.sleep(0.2)
    paths = ["/gtfs-rt/city/trip-updates.json", "/gtfs-rt/city/vehicle-positions.pb", "/gtfs/city/versions", "/v1/vehicles?feed=city", "/v1/feeds", "/gtfs/city.zip"]

    def read():
        newest = 0
        at = 0
        while not stop.is_set():
            path = paths[at % len(paths)]
            at += 1
            started = time.monotonic()
            try:
                status, body = get(path)
                counts["ok" if status == 200 else "failed"] += 1
                if path.endswith("trip-updates.json"):
                    stamp = int(json.loads(body)["header"]["timestamp"])
                    counts["backward"] += stamp < newest
                    newest = max(newest, stamp)
            except OSError:
                counts["failed"] += 1
            slowest[0] = max(slowest[0], time.monotonic() - started)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    [t.start() for t in threads]
    sender = subprocess.Popen(
        [hub, "publish", "--feed", "city", "--input", positions, "--format", "positions-csv", "--mqtt", "mqtt://127.0.0.1:21883", "--speed", "20", "--shift-to-now"],
        stdout=log, stderr=log)
    time.sleep(90)

    def vehicles():
        state = json.loads(get("/gtfs-rt/city/vehicle-positions.json")[1])
        return {e["vehicle"]["vehicle"]["id"]: e["vehicle"].get("trip", {}).get("trip_id") for e in state.get("entity", [])}

    was = vehicles()
    before, peak = memory(process.pid, "VmRSS"), 0
    put = time.monotonic()
    variant(2)
    while json.loads(get("/gtfs/city/versions")[1])[0]["version"] != "bench-2":
        peak = max(peak, memory(process.pid, "VmRSS"))
        time.sleep(0.05)
        assert time.monotonic() - put < 300, "no swap within 300 s"
    seen = time.monotonic() - put
    now = vehicles()
    version = json.loads(get("/gtfs-rt/city/trip-updates.json")[1])["header"].get("feed_version")
    time.sleep(10)
    sender.terminate()
    stop.set()
    [t.join() for t in threads]
    print(json.dumps({
        "requests": counts["ok"] + counts["failed"], "failed": counts["failed"], "header_went_back": counts["backward"], "slowest_seconds": round(slowest[0], 2),
        "seconds_from_file_to_service": round(seen, 1), "memory_before_mb": round(before), "memory_peak_mb": round(peak), "ratio": round(peak / before, 2),
        "memory_after_mb": round(memory(process.pid, "VmRSS")),
        "vehicles_before": len(was), "of_them_after": len(was.keys() & now.keys()), "on_a_trip_before": sum(t is not None for t in was.values()),
        "on_the_same_trip_after": sum(t is not None and now.get(v) == t for v, t in was.items()), "feed_version": version, "history": json.loads(get("/gtfs/city/history")[1])[0]}, indent=1))
finally:
    process.terminate()
    process.wait()
    log.close()
