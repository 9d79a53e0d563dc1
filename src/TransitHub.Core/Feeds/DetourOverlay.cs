using System.Collections.Immutable;
using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Feeds;

/// <summary>
/// What published detours change in the TripUpdates feed: runs that come to one leave its stops out and are later behind it; the way is drawn, and the modified
/// trips have updates of their own. What did not change stays the same object. One thread uses it.
/// </summary>
internal sealed class DetourOverlay
{
    private readonly DetourEncoder encoder;
    private readonly EntityCache<TripSnapshot> modified;
    private readonly List<EncodedEntity> entities = [];
    private Schedule schedule = Schedule.Empty;
    private Dictionary<int, PatternDetour> patterns = [];
    private Dictionary<(int Trip, ServiceDate Date), string> ids = [];
    private Dictionary<TripInstance, (TripSnapshot Source, TripSnapshot Shown)> shown = [];
    private (string AlertId, long ModifiedAt)[] stamps = [];
    private EncodedEntity[] drawn = [];
    private long hour;
    private long latest;

    /// <summary>Begins without any.</summary>
    public DetourOverlay(ProtobufWriter writer)
    {
        this.encoder = new DetourEncoder(writer);
        this.modified = new EntityCache<TripSnapshot>(
            (a, b) => a.Trip.CompareTo(b.Trip),
            trip => this.encoder.EncodeModified(this.schedule, trip, this.PatternOf(trip)!, this.ids[(trip.Trip.TripIndex, trip.Trip.ServiceDate)], this.latest));
    }

    /// <summary>Whether any detour was published since the start: from then on cuts differ, and a cut's timestamps must go on by themselves.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>Updates of modified trips, ways and modifications; for consumers that know them.</summary>
    public IReadOnlyList<EncodedEntity> Entities => this.entities;

    /// <summary>Takes the next state's runs.</summary>
    /// <param name="next">What indexes refer to.</param>
    /// <param name="trips">The runs, in order.</param>
    /// <param name="detours">What riders are told of, in an order that stays.</param>
    /// <param name="now">Unix seconds.</param>
    /// <returns>The runs as riders meet them, in the same order.</returns>
    public ImmutableArray<TripSnapshot> Take(Schedule next, ImmutableArray<TripSnapshot> trips, ImmutableArray<PublishedDetour> detours, long now)
    {
        this.latest = now;
        this.Fit(next, detours, now);
        if (this.patterns.Count == 0)
        {
            this.modified.Clear();
            this.entities.Clear();
            this.shown.Clear();
            return trips;
        }

        Dictionary<TripInstance, (TripSnapshot Source, TripSnapshot Shown)> kept = [];
        ImmutableArray<TripSnapshot>.Builder all = ImmutableArray.CreateBuilder<TripSnapshot>(trips.Length);
        ImmutableArray<TripSnapshot>.Builder others = ImmutableArray.CreateBuilder<TripSnapshot>();
        foreach (TripSnapshot trip in trips)
        {
            if (this.PatternOf(trip) is not { } detour || trip.Stops.IsEmpty || trip.Upstream is not null)
            {
                all.Add(trip);
                continue;
            }

            TripSnapshot here = this.shown.TryGetValue(trip.Trip, out (TripSnapshot Source, TripSnapshot Shown) known) && ReferenceEquals(known.Source, trip)
                ? known.Shown : Apply(trip, detour);
            kept[trip.Trip] = (trip, here);
            all.Add(here);
            others.Add(here);
        }

        this.shown = kept;
        this.modified.Update(others.ToImmutable(), mustRenew: null, onChange: null);
        this.entities.Clear();
        this.entities.AddRange(this.modified.Entities);
        this.entities.AddRange(this.drawn);
        return all.DrainToImmutable();
    }

    /// <summary>A run with the stops that it leaves out, and later behind them as long as the way round lies before it.</summary>
    private static TripSnapshot Apply(TripSnapshot trip, PatternDetour detour)
    {
        int from = trip.Stops[0].Passed ? trip.Stops[0].Position + 1 : trip.Stops[0].Position;
        ImmutableArray<StopPrediction>.Builder stops = ImmutableArray.CreateBuilder<StopPrediction>(trip.Stops.Length);
        foreach (StopPrediction stop in trip.Stops)
        {
            int extra = stop.Passed ? 0 : detour.ExtraBefore(stop.Position, from);
            stops.Add(stop with
            {
                IsSkipped = stop.IsSkipped || (!stop.Passed && detour.Skips(stop.Position)), Arrival = stop.Arrival + extra, Departure = stop.Departure + extra,
            });
        }

        return new TripSnapshot
        {
            Trip = trip.Trip, Vehicle = trip.Vehicle, IsCurrent = trip.IsCurrent, MeasuredAt = trip.MeasuredAt, DelaySeconds = trip.DelaySeconds, Upstream = trip.Upstream,
            Stops = stops.MoveToImmutable(),
        };
    }

    private PatternDetour? PatternOf(TripSnapshot trip) =>
        this.ids.ContainsKey((trip.Trip.TripIndex, trip.Trip.ServiceDate))
        && this.patterns.TryGetValue(this.schedule.Trips.PatternIndex(trip.Trip.TripIndex), out PatternDetour? detour) ? detour : null;

    private void Fit(Schedule next, ImmutableArray<PublishedDetour> detours, long now)
    {
        (string AlertId, long ModifiedAt)[] newest = [.. detours.Select(d => d.Stamp)];
        bool isSame = ReferenceEquals(this.schedule, next) && newest.AsSpan().SequenceEqual(this.stamps);
        if (isSame && (detours.IsEmpty || this.hour == ModifiedTrips.HourOf(now)))
        {
            return;
        }

        (this.schedule, this.stamps, this.hour) = (next, newest, ModifiedTrips.HourOf(now));
        this.patterns = DetourFit.Fit(next, detours);
        this.WasUsed |= this.patterns.Count > 0;
        this.ids = [];
        this.shown = [];
        this.modified.Clear();
        List<EncodedEntity> made = [];
        foreach (PatternDetour detour in this.patterns.Values.OrderBy(p => p.Pattern))
        {
            string shape = System.FormattableString.Invariant($"{detour.Id}-{detour.Spans.Max(s => s.ModifiedAt)}");
            bool isDrawn = false;
            foreach ((ServiceDate date, ImmutableArray<int> trips) in ModifiedTrips.Find(next, detour, now))
            {
                string id = $"{detour.Id}-{date}";
                foreach (int trip in trips)
                {
                    this.ids[(trip, date)] = id;
                }

                made.Add(this.encoder.EncodeModifications(next, detour, id, shape, date, trips));
                isDrawn = true;
            }

            if (isDrawn)
            {
                made.Add(this.encoder.EncodeShape(detour, shape));
            }
        }

        this.drawn = [.. made];
    }
}
