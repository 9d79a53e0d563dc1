using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>
/// Finds detours in successive states: several vehicles of a line that leave it for the same way, pass the same stops by and come back. A function of the
/// states it was shown; one thread uses it.
/// </summary>
/// <param name="options">The operator's settings.</param>
internal sealed class DetourWatch(AlertOptions options)
{
    /// <summary>Candidates at one time; most are one vehicle that lost its way.</summary>
    private const int MostCandidates = 2000;

    /// <summary>Vehicles of a line that show that it goes the way of another line's detour.</summary>
    private const int VehiclesOfNextLine = 2;

    private readonly List<DetourCandidate> candidates = [];
    private Dictionary<DeviceId, WanderTrack> tracks = [];
    private ImmutableArray<Detour> resumed = [];
    private Schedule? schedule;

    /// <summary>The detours of now.</summary>
    public IEnumerable<Detour> Found => this.candidates.Where(c => c.Found is not null).Select(c => c.Found!);

    /// <summary>Takes the next state in.</summary>
    public void Observe(HubSnapshot state)
    {
        double now = state.CreatedAt.UnixMilliseconds / 1000.0;
        this.TakeSchedule(state.Schedule, (long)now);
        Dictionary<DeviceId, WanderTrack> next = new(this.tracks.Count);
        foreach (VehicleSnapshot vehicle in state.Vehicles)
        {
            // Who never was on a run with a line of its own needs no track.
            if (this.tracks.TryGetValue(vehicle.Id, out WanderTrack? track) || vehicle.Trip is not null)
            {
                track ??= new WanderTrack(vehicle.Id, options.DetourMeters);
                next[vehicle.Id] = track;
                this.Take(state.Schedule, track, vehicle);
            }
        }

        this.tracks = next;
        this.Settle(state.Schedule, now);
    }

    /// <summary>Goes on with detours found before a restart.</summary>
    public void Restore(IEnumerable<Detour> found)
    {
        this.candidates.Clear();
        this.tracks.Clear();
        this.resumed = [.. found];
        this.schedule = null;
    }

    /// <summary>Nothing holds any more of what was found.</summary>
    public void Forget()
    {
        this.candidates.Clear();
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
                    this.candidates.Add(candidate);
                }
            }
        }
    }

    private void Take(Schedule network, WanderTrack track, VehicleSnapshot vehicle)
    {
        Excursion? made = track.Take(network, vehicle, out double? onLine);
        if (made is not null)
        {
            this.Add(network, made);
        }

        if (onLine is not { } along || vehicle.Trip is not { } run)
        {
            return;
        }

        int route = network.Trips.RouteIndex(run.TripIndex);
        int direction = network.Trips.DirectionId(run.TripIndex);
        foreach (DetourCandidate candidate in this.candidates)
        {
            if (candidate.Route == route && candidate.Direction == direction)
            {
                candidate.NoteOnLine(network, vehicle, run, along, options.DetourMeters);
            }
        }
    }

    private void Add(Schedule network, Excursion made)
    {
        int route = network.Trips.RouteIndex(made.Run.TripIndex);
        int direction = network.Trips.DirectionId(made.Run.TripIndex);
        DetourCandidate? same = this.candidates.Find(c => c.Route == route && c.Direction == direction && c.Takes(network, made));
        if (same is null)
        {
            same = new DetourCandidate(route, direction);
            this.candidates.Add(same);
        }

        same.Add(network, made);
        if (this.candidates.Count > MostCandidates)
        {
            this.candidates.Remove(this.candidates.Where(c => c.Found is null).MinBy(c => c.LastAt) ?? this.candidates[0]);
        }
    }

    /// <summary>
    /// Detours begin and end. Where one is known, fewer vehicles of another line that pass the same stops by show that this line goes that way, too; one alone may
    /// have its own reasons.
    /// </summary>
    private void Settle(Schedule network, double now)
    {
        this.candidates.RemoveAll(c => c.Found is null
            ? c.LastAt < now - options.DetourWindowSeconds
            : c.IsOver(options.DetourRegularVehicles) || c.LastAt < now - options.DetourSilentSeconds);
        foreach (DetourCandidate candidate in this.candidates)
        {
            if (candidate.Found is null)
            {
                bool isNextTo = this.candidates.Exists(c => c.Found is not null && (c.Route, c.Direction) != (candidate.Route, candidate.Direction) && c.Stops.Overlaps(candidate.Stops));
                candidate.Raise(network, isNextTo ? VehiclesOfNextLine : options.DetourVehicles, now - options.DetourWindowSeconds);
            }
        }
    }
}
