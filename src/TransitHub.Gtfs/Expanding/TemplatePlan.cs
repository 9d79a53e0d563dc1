using System.Globalization;
using TransitHub.Gtfs.Merging;

namespace TransitHub.Gtfs.Expanding;

/// <summary>Which departures are written out, and under which ids.</summary>
internal sealed class TemplatePlan
{
    /// <summary>A feed with more trips than this is none that a consumer takes.</summary>
    public const int MaxTrips = 2_000_000;

    private readonly Dictionary<string, Template> templates = new(StringComparer.Ordinal);

    private TemplatePlan()
    {
    }

    /// <summary>Trips that are made.</summary>
    public int Trips { get; private set; }

    /// <summary>Trips of which windows are written out.</summary>
    public IReadOnlyDictionary<string, Template> Templates => this.templates;

    /// <summary>Plans the windows of a feed: those of exact_times=1, and the others as well if they are to be.</summary>
    public static TemplatePlan Of(Schedule schedule, bool alsoInexact)
    {
        var plan = new TemplatePlan();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var trip = 0; trip < schedule.Trips.Count; trip++)
        {
            var windows = schedule.Trips.Frequencies(trip).ToArray();
            var written = windows.Where(window => (window.ExactTimes || alsoInexact) && window.HeadwaySeconds > 0).ToList();
            if (written.Count == 0 || schedule.Trips.PatternIndex(trip) < 0)
            {
                continue;
            }

            var (id, start) = (schedule.Trips.Id(trip), schedule.Trips.StartSeconds(trip));
            var departures = written.SelectMany(Departures).Distinct().Order().Select(at => (at - start, IdOf(schedule, id, at, taken))).ToList();
            plan.Trips += departures.Count;
            if (plan.Trips > MaxTrips)
            {
                throw new MergeException($"The windows hold more than {MaxTrips} departures: leave those without exact times as they are, or cut the feed.");
            }

            plan.templates[id] = new Template(departures, written.Count == windows.Length);
        }

        return plan;
    }

    private static IEnumerable<int> Departures(FrequencyWindow window)
    {
        for (var at = window.StartSeconds; at < window.EndSeconds; at += window.HeadwaySeconds)
        {
            yield return at;
        }
    }

    /// <summary>The template's id and the time of departure: the same departure has the same id in the next version.</summary>
    private static string IdOf(Schedule schedule, string template, int at, HashSet<string> taken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{template}@{at / 3600:00}{at / 60 % 60:00}{(at % 60 == 0 ? string.Empty : (at % 60).ToString("00", CultureInfo.InvariantCulture))}");
        while (schedule.Trips.TryFind(id, out _) || !taken.Add(id))
        {
            id += "_";
        }

        return id;
    }

    /// <summary>A trip that stands for departures.</summary>
    /// <param name="Departures">Seconds to add to its times, with the id of the trip that this makes.</param>
    /// <param name="IsWhole">Whether nothing of it is left in frequencies.txt, so that it is no trip of the feed any more.</param>
    internal sealed record Template(IReadOnlyList<(int Shift, string Id)> Departures, bool IsWhole);
}
