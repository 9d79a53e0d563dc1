namespace TransitHub.Gtfs.Tests.Reading;

/// <summary>What must hold for every schedule, whatever it was read from.</summary>
internal static class ScheduleSoundness
{
    public static void Check(Schedule schedule)
    {
        CheckTrips(schedule);
        for (var pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            CheckPattern(schedule, pattern);
        }

        var keys = new HashSet<ulong>();
        for (var link = 0; link < schedule.Links.Count; link++)
        {
            Assert.True(keys.Add(schedule.Links.Key(link)));
            Assert.True(schedule.Links.LengthMeters(link) >= 0);
        }
    }

    private static void CheckTrips(Schedule schedule)
    {
        var trips = schedule.Trips;
        for (var trip = 0; trip < trips.Count; trip++)
        {
            Assert.True(trips.TryFind(trips.IdUtf8(trip), out var found));
            Assert.Equal(trip, found);
            var arrivals = trips.Arrivals(trip);
            var departures = trips.Departures(trip);
            if (trips.PatternIndex(trip) < 0)
            {
                Assert.Equal(0, arrivals.Length);
                continue;
            }

            Assert.Equal(schedule.Patterns.Stops(trips.PatternIndex(trip)).Length, arrivals.Length);
            Assert.Equal(arrivals.Length, departures.Length);
            Assert.Equal(arrivals.Length, trips.StopSequences(trip).Length);
            var reached = 0;
            for (var at = 0; at < arrivals.Length; at++)
            {
                Assert.True(arrivals[at] >= reached, trips.Id(trip));
                Assert.True(departures[at] >= arrivals[at], trips.Id(trip));
                reached = departures[at];
            }
        }
    }

    private static void CheckPattern(Schedule schedule, int pattern)
    {
        var patterns = schedule.Patterns;
        var stops = patterns.Stops(pattern);
        var offsets = patterns.StopOffsets(pattern);
        var links = patterns.Links(pattern);
        var line = schedule.Geometries[patterns.GeometryIndex(pattern)];
        Assert.True(stops.Length >= 2);
        Assert.Equal(stops.Length, offsets.Length);
        Assert.Equal(stops.Length - 1, links.Length);
        Assert.InRange(offsets[0], 0, line.LengthMeters);
        for (var at = 1; at < offsets.Length; at++)
        {
            Assert.InRange(offsets[at], offsets[at - 1], line.LengthMeters);
            Assert.Equal(stops[at - 1], schedule.Links.FromStop(links[at - 1]));
            Assert.Equal(stops[at], schedule.Links.ToStop(links[at - 1]));
        }

        Assert.False(patterns.Trips(pattern).IsEmpty);
    }
}
