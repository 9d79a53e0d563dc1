using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>
/// Finds detours in successive states: several vehicles of a line that leave it for the same way, pass the same stops by and come back. A function of the
/// states it was shown; one thread uses it.
/// </summary>
/// <param name="limits">What makes a detour.</param>
internal sealed class DetourWatch(DetourLimits limits)
{
    /// <summary>Candidates at one time; most are one vehicle that lost its way.</summary>
    private const int MostCandidates = 500;

    /// <summary>Between two places on the line farther apart than this a vehicle may have gone round, meters.</summary>
    private const double LongestPiece = 400;

    /// <summary>By line and direction; each vehicle on its line asks for those of its own.</summary>
    private readonly Dictionary<(int Route, int Direction), List<DetourCandidate>> lines = [];
    /// <summary>When a vehicle of a line last drove past a stop on its line, by stop, Unix seconds; no more than the static feed has lines and stops.</summary>
    private readonly Dictionary<int, Dictionary<(int Route, int Direction), double>> passedAt = [];

    private Dictionary<DeviceId, WanderTrack> tracks = [];

    /// <summary>Empty between two states; the next one's tracks are put in it.</summary>
    private Dictionary<DeviceId, WanderTrack> spare = [];
    private ImmutableArray<Detour> resumed = [];
    private Schedule? schedule;
    private int count;
    private bool hasNews;

    /// <summary>The detours of now.</summary>
    public IEnumerable<Detour> Found => this.Candidates.Where(c => c.Found is not null).Select(c => c.Found!);

    private IEnumerable<DetourCandidate> Candidates => this.lines.Values.SelectMany(l => l);

    /// <summary>Takes the next state in.</summary>
    public void Observe(HubSnapshot state)
    {
        double now = state.CreatedAt.UnixMilliseconds / 1000.0;
        this.TakeSchedule(state.Schedule, (long)now);
        Dictionary<DeviceId, WanderTrack> next = this.spare;
        foreach (VehicleSnapshot vehicle in state.Vehicles)
        {
            // Who never was on a run with a line of its own needs no track.
            if (this.tracks.TryGetValue(vehicle.Id, out WanderTrack? track) || vehicle.Trip is not null)
            {
                track ??= new WanderTrack(vehicle.Id, limits.Meters);
                next[vehicle.Id] = track;
                this.Take(state.Schedule, track, vehicle);
            }
        }

        this.tracks.Clear();
        (this.tracks, this.spare) = (next, this.tracks);
        this.Settle(state.Schedule, now);
    }

    /// <summary>Goes on with detours found before a restart.</summary>
    public void Restore(IEnumerable<Detour> found)
    {
        this.lines.Clear();
        this.count = 0;
        this.tracks.Clear();
        this.resumed = [.. found];
        this.schedule = null;
    }

    /// <summary>Nothing holds any more of what was found.</summary>
    public void Forget()
    {
        this.lines.Clear();
        this.passedAt.Clear();
        this.count = 0;
        this.tracks.Clear();
        this.resumed = [];
    }

    /// <summary>Indexes of another static feed mean other trips and stops: found detours go on by their texts, everything else begins anew.</summary>
    private void TakeSchedule(Schedule next, long now)
    {
        if (ReferenceEquals(this.schedule, next))
        {
            return;
        }

        this.schedule = next;
        Detour[] found = [.. this.Found, .. this.resumed];
        this.Forget();
        foreach (Detour detour in found)
        {
            if (next.Routes.TryFind(detour.RouteId, out int route))
            {
                var candidate = new DetourCandidate(route, detour.DirectionId ?? -1, detour);
                if (candidate.Resume(next, now))
                {
                    this.Keep(candidate);
                }
            }
        }
    }

    private void Take(Schedule network, WanderTrack track, VehicleSnapshot vehicle)
    {
        Excursion? made = track.Take(network, vehicle, out (double From, double To)? onLine);
        if (made is not null)
        {
            this.Add(network, made);
        }

        if (onLine is not { } piece || vehicle.Trip is not { } run)
        {
            return;
        }

        (int Route, int Direction) line = (network.Trips.RouteIndex(run.TripIndex), network.Trips.DirectionId(run.TripIndex));
        this.NotePassed(network, vehicle, line, network.Trips.PatternIndex(run.TripIndex), piece);
        if (this.lines.TryGetValue(line, out List<DetourCandidate>? candidates))
        {
            candidates.ForEach(c => c.NoteOnLine(network, vehicle, run, piece.To, limits.Meters));
        }
    }

    private void NotePassed(Schedule network, VehicleSnapshot vehicle, (int Route, int Direction) line, int pattern, (double From, double To) piece)
    {
        if (piece.To - piece.From > LongestPiece)
        {
            return;
        }

        ReadOnlySpan<float> offsets = network.Patterns.StopOffsets(pattern);
        ReadOnlySpan<int> stops = network.Patterns.Stops(pattern);
        int position = offsets.BinarySearch((float)piece.From);
        for (position = position < 0 ? ~position : position; position < offsets.Length && offsets[position] <= piece.To; position++)
        {
            (this.passedAt.TryGetValue(stops[position], out Dictionary<(int Route, int Direction), double>? lines) ? lines : this.passedAt[stops[position]] = [])[line] =
                vehicle.MeasuredAt.UnixMilliseconds / 1000.0;
        }
    }

    private void Add(Schedule network, Excursion made)
    {
        int route = network.Trips.RouteIndex(made.Run.TripIndex);
        int direction = network.Trips.DirectionId(made.Run.TripIndex);
        DetourCandidate? same = this.lines.GetValueOrDefault((route, direction))?.Find(c => c.Takes(network, made));
        if (same is null)
        {
            same = new DetourCandidate(route, direction);
            this.Keep(same);
        }

        same.Add(network, made);
        this.hasNews = true;
        if (this.count > MostCandidates)
        {
            this.Drop(this.Candidates.Where(c => c.Found is null && c != same).MinBy(c => c.LastAt) ?? same);
        }
    }

    private void Keep(DetourCandidate candidate)
    {
        (int Route, int Direction) line = (candidate.Route, candidate.Direction);
        (this.lines.TryGetValue(line, out List<DetourCandidate>? list) ? list : this.lines[line] = []).Add(candidate);
        this.count++;
    }

    private void Drop(DetourCandidate candidate)
    {
        (int Route, int Direction) line = (candidate.Route, candidate.Direction);
        this.count -= this.lines[line].Remove(candidate) ? 1 : 0;
        if (this.lines[line].Count == 0)
        {
            this.lines.Remove(line);
        }
    }

    private void Settle(Schedule network, double now)
    {
        DetourCandidate[] gone = [.. this.Candidates.Where(c => c.Found is null
            ? c.LastAt < now - limits.WindowSeconds
            : c.RegularInARow() >= limits.RegularVehicles || c.LastAt < now - limits.SilentSeconds)];
        Array.ForEach(gone, this.Drop);
        if (!this.hasNews)
        {
            return;
        }

        this.hasNews = false;
        double since = now - limits.WindowSeconds;
        DetourCandidate[] open = [.. this.Candidates.Where(c => c.Found is null && this.IsEnough(c, since))];
        Array.ForEach(open, c => c.Raise(network, since));
    }

    /// <summary>
    /// Enough vehicles of a line, most of its newest. Or enough of several lines that share the street, each of which has not driven past the stops since the
    /// first of them went round: what closes a street closes it to all.
    /// </summary>
    private bool IsEnough(DetourCandidate candidate, double since)
    {
        (IEnumerable<DeviceId> own, double first) = candidate.Recent(since);
        HashSet<DeviceId> vehicles = [.. own];
        if (vehicles.Count == 0 || vehicles.Count >= limits.Vehicles)
        {
            return vehicles.Count > 0 && candidate.IsMostly(limits.Vehicles);
        }

        bool isKnown = false;
        foreach (DetourCandidate next in this.Candidates.Where(candidate.IsNextTo))
        {
            (IEnumerable<DeviceId> others, double began) = next.Recent(since);
            vehicles.UnionWith(others);
            first = Math.Min(first, began);
            isKnown |= next.Found is not null;
        }

        return (isKnown || vehicles.Count >= limits.Vehicles)
            && !this.LinesPast(candidate, first).Contains((candidate.Route, candidate.Direction));
    }

    /// <summary>Lines of which a vehicle drove past one of the stops on its line since a time.</summary>
    private IEnumerable<(int Route, int Direction)> LinesPast(DetourCandidate candidate, double since) => candidate.Stops
        .SelectMany(stop => this.passedAt.TryGetValue(stop, out Dictionary<(int Route, int Direction), double>? lines) ? lines.Where(l => l.Value >= since) : [])
        .Select(l => l.Key).Distinct();
}
