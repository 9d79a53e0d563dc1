namespace TransitHub.Training.Observing;

/// <summary>Makes headways and departures of what was seen on days of one kind.</summary>
internal static class ServicePlan
{
    /// <summary>An hour has a headway from so many departures on.</summary>
    private const int HeadwayDepartures = 4;

    /// <summary>Gaps of an hour with a headway vary by less, as a share of their mean.</summary>
    private const double EvenGaps = 0.4;

    /// <summary>Gaps that fill so much of an hour are those of all of it.</summary>
    private const double WholeHour = 0.75;

    /// <summary>Headways of neighboring hours within this are one.</summary>
    private const double SameHeadway = 0.15;

    /// <summary>Departures of several days within this are one of the timetable, seconds.</summary>
    private const int SameSeconds = 300;

    /// <summary>The plan of all kinds of days.</summary>
    public static List<DraftService> Make(IReadOnlyList<double> departures, ServiceDays days)
    {
        List<DraftService> plan = [];
        foreach (var kind in departures.Select(days.Of).GroupBy(d => ServiceDays.DayType(d.Date)).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int dates = kind.Select(d => d.Date).Distinct().Count();
            List<int> listed = [];
            List<DraftService> windows = [];
            foreach (IGrouping<int, (DateOnly Date, int Seconds)> hour in kind.GroupBy(d => d.Seconds / 3600).OrderBy(g => g.Key))
            {
                if (Headway([.. hour], dates) is { } every)
                {
                    Add(windows, new DraftService(kind.Key, dates, hour.Key * 3600, (hour.Key + 1) * 3600, every, []));
                }
                else
                {
                    listed.AddRange(Listed([.. hour.Select(d => d.Seconds).Order()], dates));
                }
            }

            plan.AddRange(windows);
            if (listed.Count > 0)
            {
                plan.Add(new DraftService(kind.Key, dates, 0, 0, 0, [.. listed.Where(d => !windows.Exists(w => d >= w.FromSeconds && d < w.ToSeconds)).Distinct().Order()]));
            }
        }

        plan.RemoveAll(s => s.EverySeconds == 0 && s.Departures.Count == 0);
        return plan;
    }

    private static void Add(List<DraftService> windows, DraftService next)
    {
        if (windows.Count > 0 && windows[^1] is { } last && last.ToSeconds == next.FromSeconds
            && Math.Abs(last.EverySeconds - next.EverySeconds) <= SameHeadway * last.EverySeconds)
        {
            int hours = (last.ToSeconds - last.FromSeconds) / 3600;
            int every = Round(((last.EverySeconds * hours) + next.EverySeconds) / (hours + 1.0));
            windows[^1] = last with { ToSeconds = next.ToSeconds, EverySeconds = every };
            return;
        }

        windows.Add(next);
    }

    /// <summary>Seconds between two departures of an hour if they are even; null: they are not, or are too few.</summary>
    private static int? Headway(List<(DateOnly Date, int Seconds)> departures, int dates)
    {
        if (departures.Count < HeadwayDepartures * dates)
        {
            return null;
        }

        List<double> gaps = [];
        foreach (IGrouping<DateOnly, (DateOnly Date, int Seconds)> day in departures.GroupBy(d => d.Date))
        {
            int[] times = [.. day.Select(d => d.Seconds).Order()];
            gaps.AddRange(times.Skip(1).Zip(times, (b, a) => (double)(b - a)));
        }

        if (gaps.Count < 3)
        {
            return null;
        }

        double mean = gaps.Average();
        double spread = Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean)));
        if (mean < 60 || spread > EvenGaps * mean)
        {
            return null;
        }

        // Departures at the hour's edge fall on one side or the other, so gaps tell more than the count, unless service takes up a part of the hour alone.
        bool isWhole = departures.Count * mean >= WholeHour * 3600 * dates;
        return Round(isWhole ? mean : 3600.0 * dates / departures.Count);
    }

    /// <summary>Departures that were seen on at least half of the days, to the minute.</summary>
    private static IEnumerable<int> Listed(List<int> seconds, int dates)
    {
        for (int from = 0; from < seconds.Count;)
        {
            int to = from;
            while (dates > 1 && to + 1 < seconds.Count && to + 1 - from < dates && seconds[to + 1] - seconds[from] <= SameSeconds)
            {
                to++;
            }

            if (2 * (to - from + 1) >= dates)
            {
                yield return (seconds[(from + to) / 2] + 30) / 60 * 60;
            }

            from = to + 1;
        }
    }

    private static int Round(double seconds) => Math.Max(60, (int)Math.Round(seconds / 30) * 30);
}
