using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>Collects what vehicles reported, by vehicle.</summary>
internal sealed class FleetTraces(ObserveOptions options)
{
    /// <summary>Faster from fix to fix than this nothing drives, meters a second.</summary>
    private const double MaxSpeed = 45;

    /// <summary>So many fixes in a row that agree with each other are believed after a jump.</summary>
    private const int BelievedInARow = 3;

    private readonly SortedDictionary<string, List<TracedFix>> fixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> words = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];

    /// <summary>Reports taken.</summary>
    public int Reports { get; private set; }

    /// <summary>Fixes left out: nothing could have driven there, or there is no such place.</summary>
    public int Jumps { get; private set; }

    /// <summary>Vehicles seen.</summary>
    public int Vehicles => this.fixes.Count;

    /// <summary>Takes a report; false when there are too many.</summary>
    public bool TryAdd(AvlReport report)
    {
        if (this.Reports == options.MaxReports)
        {
            return false;
        }

        this.Reports++;
        bool isPlace = Math.Abs(report.Latitude) <= 90 && Math.Abs(report.Longitude) <= 180 && (report.Latitude, report.Longitude) != (0, 0);
        if (!isPlace)
        {
            this.Jumps++;
            return true;
        }

        string vehicle = report.Device.ToString();
        if (!this.fixes.TryGetValue(vehicle, out List<TracedFix>? own))
        {
            this.fixes.Add(vehicle, own = []);
        }

        (string label, string? trip) = options.RouteOf switch
        {
            RouteOf.Route when report.RouteId is { } route => (report.DirectionId is { } direction ? $"{route}/{direction}" : route, report.TripId),
            RouteOf.Sign when report.SignText is { } sign => (sign, null),
            _ => (string.Empty, null),
        };
        TimedFix fix = new(report.CorrectedAt.UnixMilliseconds / 1000.0, report.Latitude, report.Longitude);
        own.Add(new TracedFix(fix, this.NumberOf(label), trip is null ? -1 : this.NumberOf(trip)));
        return true;
    }

    /// <summary>The word of a number.</summary>
    public string TextOf(int word) => this.texts[word];

    /// <summary>The fixes of each vehicle in order of time, without repeats and jumps.</summary>
    public IEnumerable<(string Vehicle, IReadOnlyList<TracedFix> Fixes)> List()
    {
        foreach ((string vehicle, List<TracedFix> own) in this.fixes)
        {
            List<TracedFix> sorted = [.. own.OrderBy(f => f.Fix.At)];
            yield return (vehicle, this.WithoutJumps(sorted));
        }
    }

    private List<TracedFix> WithoutJumps(List<TracedFix> sorted)
    {
        List<TracedFix> kept = [];
        List<TracedFix> doubted = [];
        foreach (TracedFix fix in sorted)
        {
            if (kept.Count == 0 || IsReachable(kept[^1].Fix, fix.Fix))
            {
                if (kept.Count == 0 || fix.Fix.At > kept[^1].Fix.At)
                {
                    kept.Add(fix);
                }

                this.Jumps += doubted.Count;
                doubted.Clear();
                continue;
            }

            if (doubted.Count > 0 && !IsReachable(doubted[^1].Fix, fix.Fix))
            {
                this.Jumps += doubted.Count;
                doubted.Clear();
            }

            doubted.Add(fix);
            if (doubted.Count == BelievedInARow)
            {
                kept.AddRange(doubted.Where((d, i) => i == 0 || d.Fix.At > doubted[i - 1].Fix.At));
                doubted.Clear();
            }
        }

        this.Jumps += doubted.Count;
        return kept;
    }

    private static bool IsReachable(TimedFix from, TimedFix to) =>
        Geometry.Distance(from.Latitude, from.Longitude, to.Latitude, to.Longitude) <= (MaxSpeed * (to.At - from.At)) + 100;

    private int NumberOf(string word)
    {
        if (!this.words.TryGetValue(word, out int number))
        {
            this.words.Add(word, number = this.texts.Count);
            this.texts.Add(word);
        }

        return number;
    }
}

/// <summary>A fix with what the vehicle said to run.</summary>
/// <param name="Fix">Where and when.</param>
/// <param name="Label">Number of the line's word.</param>
/// <param name="Trip">Number of the trip's word; -1: none.</param>
internal readonly record struct TracedFix(TimedFix Fix, int Label, int Trip);
