using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>
/// Vehicles of one line and direction that left it for the same way, and those that did not: may be a detour, is one, or was one. It keeps the newest
/// passages only.
/// </summary>
internal sealed class DetourCandidate
{
    /// <summary>Passages looked at together: of the newest four three must be away (ALGORITHMS: three of four).</summary>
    private const int NewestPassages = 4;

    private const int FewestAway = 3;

    /// <summary>Passages kept.</summary>
    private const int MostPassages = 24;

    /// <summary>Ways that the drawn one is made of.</summary>
    private const int MostExcursions = 12;

    /// <summary>Places of the same way are within this of each other in the middle: chords between places far apart cut corners, meters.</summary>
    private const double SameWayMeters = 150;

    private const double MostExtraSeconds = 3600;
    private const int ExtraStep = 10;

    private readonly List<Passage> passages = [];
    private readonly List<Excursion> excursions = [];
    private readonly Dictionary<int, DetourStretch?> stretches = [];
    private ImmutableArray<GeoPoint> way;

    /// <summary>Begins with its first vehicle, or with a detour that was found before (<paramref name="found"/>).</summary>
    public DetourCandidate(int route, int direction, Detour? found = null)
    {
        (this.Route, this.Direction, this.Found) = (route, direction, found);
        this.way = [.. (found?.Path ?? []).Chunk(2).Select(p => new GeoPoint(p[0], p[1]))];
    }

    /// <summary>The line.</summary>
    public int Route { get; }

    /// <summary>Its direction; -1: none.</summary>
    public int Direction { get; }

    /// <summary>The detour; null: not enough is known.</summary>
    public Detour? Found { get; private set; }

    /// <summary>Stops that some vehicle left out; only those of the detour where there is one.</summary>
    public HashSet<int> Stops { get; } = [];

    /// <summary>The newest word on it, Unix seconds.</summary>
    public double LastAt { get; private set; }

    /// <summary>Goes on with one that was found before a restart.</summary>
    /// <returns>False: the static feed does not know its stops any more.</returns>
    public bool Resume(Schedule schedule, long now)
    {
        foreach (string stop in this.Found!.SkippedStopIds)
        {
            if (!schedule.Stops.TryFind(stop, out int index))
            {
                return false;
            }

            this.Stops.Add(index);
        }

        this.LastAt = now;
        return true;
    }

    /// <summary>Whether a vehicle went the same way: it left out a stop that others left out, by the same streets.</summary>
    public bool Takes(Schedule schedule, Excursion one)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(one.Run.TripIndex));
        bool shares = false;
        foreach (int position in one.Skipped)
        {
            shares |= this.Stops.Contains(stops[position]);
        }

        if (!shares)
        {
            return false;
        }

        return Median(one.Way.Skip(1).SkipLast(1).Select(p => LineSpan.Meters(this.way.AsSpan(), p))) <= SameWayMeters;
    }

    /// <summary>A vehicle went that way.</summary>
    public void Add(Schedule schedule, Excursion one)
    {
        this.Note(new Passage(one.Run, one.Vehicle, one.ReturnedAt, IsAway: true));
        this.excursions.Add(one);
        if (this.excursions.Count > MostExcursions)
        {
            this.excursions.RemoveAt(0);
        }

        this.Draw(schedule);
        if (this.Found is { } found)
        {
            this.Found = this.Renew(schedule, found, one);
        }
    }

    /// <summary>A vehicle was seen on the line; noted once a run, and only where the other way is not.</summary>
    /// <param name="schedule">What indexes refer to.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="run">Its run.</param>
    /// <param name="along">Where on its line, meters.</param>
    /// <param name="apartMeters">How far from the other way it must be.</param>
    /// <returns>Whether that was new.</returns>
    public bool NoteOnLine(Schedule schedule, VehicleSnapshot vehicle, TripInstance run, double along, double apartMeters)
    {
        if (this.passages.Exists(p => p.Run == run && !p.IsAway) || !this.IsBetween(schedule, run, along)
            || LineSpan.Meters(this.way.AsSpan(), new GeoPoint(vehicle.Latitude, vehicle.Longitude)) <= apartMeters)
        {
            return false;
        }

        this.Note(new Passage(run, vehicle.Id, vehicle.MeasuredAt.UnixMilliseconds / 1000.0, IsAway: false));
        if (this.Found is { } found)
        {
            this.Found = found with { RegularCount = this.RegularInARow() };
        }

        return true;
    }

    /// <summary>The vehicles that went that way since a time, and when the first of them left the line; a detour counts from its beginning.</summary>
    /// <param name="since">Unix seconds.</param>
    public (IEnumerable<DeviceId> Vehicles, double First) Recent(double since)
    {
        Excursion[] recent = [.. this.excursions.Where(e => e.ReturnedAt >= since)];
        double first = recent.Length == 0 ? double.MaxValue : recent.Min(e => e.LeftAt);
        return (recent.Select(e => e.Vehicle), this.Found is { } found ? Math.Min(first, found.FirstSeen) : first);
    }

    /// <summary>Whether vehicles of another line go round the same stops by the same streets.</summary>
    public bool IsNextTo(DetourCandidate other) => (this.Route, this.Direction) != (other.Route, other.Direction) && this.Stops.Overlaps(other.Stops)
        && Median(this.way.Skip(1).SkipLast(1).Select(p => LineSpan.Meters(other.way.AsSpan(), p))) <= SameWayMeters;

    /// <summary>Whether most of the newest passages went that way, the last one included.</summary>
    public bool IsMostly(int vehicles) => this.passages.Count > 0 && this.passages[^1].IsAway
        && this.passages.TakeLast(NewestPassages).Count(p => p.IsAway) >= Math.Min(FewestAway, vehicles);

    /// <summary>It is a detour from now on, unless its vehicles agree on no stop.</summary>
    /// <param name="schedule">What indexes refer to.</param>
    /// <param name="since">Older passages do not count, Unix seconds.</param>
    public void Raise(Schedule schedule, double since)
    {
        if (this.Describe(schedule, [.. this.excursions.Where(e => e.ReturnedAt >= since)]) is { } found)
        {
            this.Found = found;
            this.KeepStops(schedule, found);
        }
    }

    /// <summary>How many vehicles kept to the line since the last one that did not.</summary>
    public int RegularInARow() => this.passages.AsEnumerable().Reverse().TakeWhile(p => !p.IsAway).Select(p => p.Vehicle).Distinct().Count();

    private void Note(Passage passage)
    {
        this.passages.RemoveAll(p => p.Run == passage.Run);
        this.passages.Add(passage);
        if (this.passages.Count > MostPassages)
        {
            this.passages.RemoveAt(0);
        }

        this.LastAt = Math.Max(this.LastAt, passage.At);
    }

    private bool IsBetween(Schedule schedule, TripInstance run, double along)
    {
        int pattern = schedule.Trips.PatternIndex(run.TripIndex);
        if (!this.stretches.TryGetValue(pattern, out DetourStretch? stretch))
        {
            this.stretches[pattern] = stretch = DetourStretch.Find(schedule, pattern, this.Stops, this.way.AsSpan());
        }

        return stretch is { } known && along > known.From && along < known.To;
    }

    /// <summary>All ways end where the last vehicle left and the first was back: what was before that is the line itself.</summary>
    private void Draw(Schedule schedule)
    {
        int reference = this.excursions.SelectMany(e => StopsOf(schedule, e)).GroupBy(s => s).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        Excursion[] with = [.. this.excursions.Where(e => StopsOf(schedule, e).Contains(reference))];
        int strange = with.Length >= 4 ? 1 : 0;
        GeoPoint start = with.OrderBy(e => OffsetOf(schedule, e, reference) - e.LeftAlong).ElementAt(strange).Way[0];
        GeoPoint end = with.OrderBy(e => e.ReturnedAlong - OffsetOf(schedule, e, reference)).ElementAt(strange).Way[^1];
        this.stretches.Clear();
        this.way = MedianWay.Of([.. with.Select(e => ImmutableArray.Create([start, .. e.Way.Skip(1).SkipLast(1), end]))]);
        if (this.Found is null)
        {
            this.Stops.UnionWith(this.excursions[^1].Skipped.Select(p => schedule.Patterns.Stops(schedule.Trips.PatternIndex(this.excursions[^1].Run.TripIndex))[p]));
        }
    }

    /// <summary>What is known of it by these vehicles: the stops that most of them left out; null: they agree on none.</summary>
    private Detour? Describe(Schedule schedule, Excursion[] recent)
    {
        HashSet<int> skipped = [.. recent.SelectMany(e => StopsOf(schedule, e)).GroupBy(s => s).Where(g => g.Count() * 2 > recent.Length).Select(g => g.Key)];
        if (skipped.Count == 0)
        {
            return null;
        }

        // The pattern of the newest names the stops between; others of the line are fitted to it (DetourFit).
        int pattern = schedule.Trips.PatternIndex(recent[^1].Run.TripIndex);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
        int first = 1;
        while (first < stops.Length - 1 && !skipped.Contains(stops[first]))
        {
            first++;
        }

        int last = stops.Length - 2;
        while (last > first && !skipped.Contains(stops[last]))
        {
            last--;
        }

        if (first >= stops.Length - 1)
        {
            return null;
        }

        ImmutableArray<string> names = [.. stops[(first - 1)..(last + 2)].ToArray().Select(schedule.Stops.Id)];
        return new Detour
        {
            Key = this.Direction >= 0 ? System.FormattableString.Invariant($"{schedule.Routes.Id(this.Route)}-{this.Direction}-{names[1]}") : $"{schedule.Routes.Id(this.Route)}-{names[1]}",
            RouteId = schedule.Routes.Id(this.Route),
            DirectionId = this.Direction >= 0 ? this.Direction : null,
            StopIds = names,
            SkippedStopIds = [.. stops[first..(last + 1)].ToArray().Where(skipped.Contains).Select(schedule.Stops.Id)],
            Path = [.. this.way.SelectMany(p => new[] { Math.Round(p.Lat, 6), Math.Round(p.Lon, 6) })],
            ExtraSeconds = ExtraOf(recent),
            FirstSeen = (long)recent.Min(e => e.LeftAt),
            LastSeen = (long)recent.Max(e => e.ReturnedAt),
            ModifiedAt = (long)recent.Max(e => e.ReturnedAt),
            RunCount = recent.Length,
            Vehicles = [.. recent.Select(e => e.Vehicle.ToString()).Distinct().TakeLast(Detour.MostVehicles)],
        };
    }

    /// <summary>More vehicles draw it better; but consumers take in a changed way slowly, so it is drawn anew only when twice as many went it.</summary>
    private Detour Renew(Schedule schedule, Detour found, Excursion one)
    {
        string vehicle = one.Vehicle.ToString();
        Detour next = found with
        {
            LastSeen = Math.Max(found.LastSeen, (long)one.ReturnedAt),
            RunCount = found.RunCount + 1,
            RegularCount = 0,
            Vehicles = [.. found.Vehicles.Where(v => v != vehicle).Append(vehicle).TakeLast(Detour.MostVehicles)],
        };
        bool isTime = int.IsPow2(next.RunCount) && this.excursions.Count >= Math.Min(next.RunCount, 4);
        if (!isTime || this.Describe(schedule, [.. this.excursions]) is not { } described)
        {
            return next;
        }

        next = next with
        {
            StopIds = described.StopIds, SkippedStopIds = described.SkippedStopIds, Path = described.Path, ExtraSeconds = described.ExtraSeconds, ModifiedAt = (long)one.ReturnedAt,
        };
        this.KeepStops(schedule, next);
        return next;
    }

    private void KeepStops(Schedule schedule, Detour found)
    {
        this.Stops.Clear();
        this.stretches.Clear();
        foreach (string stop in found.SkippedStopIds)
        {
            if (schedule.Stops.TryFind(stop, out int index))
            {
                this.Stops.Add(index);
            }
        }
    }

    /// <summary>0 of none.</summary>
    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    private static int[] StopsOf(Schedule schedule, Excursion one)
    {
        int pattern = schedule.Trips.PatternIndex(one.Run.TripIndex);
        return [.. one.Skipped.Select(p => schedule.Patterns.Stops(pattern)[p])];
    }

    private static float OffsetOf(Schedule schedule, Excursion one, int stop)
    {
        int pattern = schedule.Trips.PatternIndex(one.Run.TripIndex);
        int position = one.Skipped.First(p => schedule.Patterns.Stops(pattern)[p] == stop);
        return schedule.Patterns.StopOffsets(pattern)[position];
    }

    private static int ExtraOf(Excursion[] recent)
    {
        double extra = Median(recent.Select(e => e.ExtraSeconds));
        return (int)(Math.Round(Math.Clamp(extra, 0, MostExtraSeconds) / ExtraStep) * ExtraStep);
    }

    private readonly record struct Passage(TripInstance Run, DeviceId Vehicle, double At, bool IsAway);
}
