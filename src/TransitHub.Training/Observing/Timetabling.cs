namespace TransitHub.Training.Observing;

/// <summary>Times from stop to stop by hour, and departures, from the runs of a course.</summary>
internal static class Timetabling
{
    /// <summary>About a stop a vehicle is slow, meters to both sides.</summary>
    private const double ZoneMeters = 12;

    /// <summary>What it takes through the zone without a stop, seconds.</summary>
    private const double ZoneSeconds = 3;

    /// <summary>An hour has times of its own from so many runs on.</summary>
    private const int HourRuns = 4;

    private const double LeastLinkSeconds = 6;

    private const double MostDwellSeconds = 120;

    /// <summary>Where nothing tells the time of a way, meters a second.</summary>
    private const double UsualSpeed = 6;

    private const double FastestSpeed = 30;

    /// <summary>Times from each departure to the next arrival and the dwell at each stop, trimmed means.</summary>
    public static (List<DraftTravel> Travel, int[] Dwells) Travel(Course course, ServiceDays days)
    {
        double[] alongs = [.. course.Calls.Select(c => c.Along)];
        List<(int Hour, double[] Links, double[] Dwells)> rows = [];
        foreach (CourseRun run in course.Runs)
        {
            (double[] links, double[] dwells) = Times(run, alongs);
            rows.Add((run.Path.Count == 0 ? 0 : days.Of(run.Path[0].At).Seconds / 3600, links, dwells));
        }

        int[] stays = [.. Enumerable.Range(0, alongs.Length).Select(stop => RoundDwell(rows.Select(r => r.Dwells[stop])))];
        double[] all = Means([.. rows.Select(r => r.Links)], alongs, fallback: null);
        List<DraftTravel> travel = [new DraftTravel(null, 0, rows.Count, all)];
        foreach (IGrouping<int, (int Hour, double[] Links, double[] Dwells)> hour in rows.GroupBy(r => r.Hour).OrderBy(g => g.Key))
        {
            if (hour.Count() >= HourRuns)
            {
                travel.Add(new DraftTravel(hour.Key, hour.Key + 1, hour.Count(), Means([.. hour.Select(r => r.Links)], alongs, all)));
            }
        }

        return (travel, stays);
    }

    /// <summary>When whole runs left the first stop, Unix seconds, rising.</summary>
    public static List<double> Departures(Course course)
    {
        double first = course.Calls[0].Along;
        return [.. course.Runs.Where(r => r.IsWhole).Select(r => Leaves(r, first)).Where(t => !double.IsNaN(t)).Order()];
    }

    /// <summary>When a run left its first stop: when it was last near it, or a first fix soon behind it, taken back at a usual speed.</summary>
    private static double Leaves(CourseRun run, double first)
    {
        double left = run.Left(first + ZoneMeters);
        if (!double.IsNaN(left))
        {
            return left;
        }

        double behind = run.Path[0].Along - first;
        return behind is > 0 and < 1500 ? run.Path[0].At - (behind / 8) : double.NaN;
    }

    private static (double[] Links, double[] Dwells) Times(CourseRun run, double[] alongs)
    {
        double[] reached = [.. alongs.Select((a, i) => i == 0 ? run.Left(a - ZoneMeters) : run.Reached(a - ZoneMeters))];
        double[] left = [.. alongs.Select(a => run.Left(a + ZoneMeters))];
        double[] links = new double[alongs.Length - 1];
        for (int link = 0; link < links.Length; link++)
        {
            links[link] = reached[link + 1] - left[link] + ZoneSeconds;
        }

        return (links, [.. reached.Zip(left, (a, b) => Math.Max(0, b - a - ZoneSeconds))]);
    }

    private static double[] Means(double[][] rows, double[] alongs, double[]? fallback)
    {
        double[] means = new double[alongs.Length - 1];
        for (int link = 0; link < means.Length; link++)
        {
            double[] known = [.. rows.Select(r => r[link]).Where(v => !double.IsNaN(v)).Order()];
            double usual = fallback?[link] ?? ((alongs[link + 1] - alongs[link]) / UsualSpeed);
            double mean = known.Length >= (fallback is null ? 1 : 2) ? Trimmed(known) : usual;
            means[link] = Math.Max(Math.Max(LeastLinkSeconds, mean), (alongs[link + 1] - alongs[link]) / FastestSpeed);
        }

        return means;
    }

    /// <summary>The mean of sorted values without the outermost tenths: times add up to a run as means do, and as medians do not.</summary>
    private static double Trimmed(double[] sorted)
    {
        int cut = sorted.Length / 10;
        return sorted.Length == 0 ? 0 : sorted[cut..(sorted.Length - cut)].Average();
    }

    private static int RoundDwell(IEnumerable<double> seconds) =>
        (int)Math.Round(Math.Clamp(Trimmed([.. seconds.Where(v => !double.IsNaN(v)).Order()]), 0, MostDwellSeconds));
}
