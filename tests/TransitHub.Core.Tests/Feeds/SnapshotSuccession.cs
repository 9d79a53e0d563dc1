using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>
/// A hub's life by chance, from a seed: snapshots in which vehicles and runs come, change, fall silent and go, and in which
/// two vehicles may claim one run. What did not change is the same object.
/// </summary>
internal sealed class SnapshotSuccession(Schedule schedule, int seed)
{
    private static readonly FeedId Feed = FeedId.Parse("test");
    private readonly Random chance = new(seed);
    private readonly SortedDictionary<string, VehicleSnapshot> vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<TripInstance, TripSnapshot> trips = [];
    private readonly Dictionary<TripInstance, UnseenRun> unseen = [];
    private long sequence;
    private Timestamp now = new(1_795_400_000_250);

    /// <summary>The state so many seconds later.</summary>
    public HubSnapshot Next(double afterSeconds)
    {
        this.now = this.now.AddSeconds(afterSeconds);
        for (int i = this.chance.Next(12); i > 0; i--)
        {
            string id = $"bus {this.chance.Next(20)}" + (this.chance.Next(4) == 0 ? " ก" : "");
            if (this.chance.Next(6) == 0)
            {
                this.vehicles.Remove(id);
            }
            else
            {
                this.vehicles[id] = this.Vehicle(DeviceId.Parse(id));
            }
        }

        this.ChangeTrips();
        this.ChangeUnseen();
        return new HubSnapshot
        {
            Sequence = ++this.sequence,
            Feed = Feed,
            CreatedAt = this.now,
            Schedule = schedule,
            Vehicles = [.. this.vehicles.Values],
            Trips = [.. this.trips.Values.OrderBy(trip => trip.Trip)],
            Unseen = [.. this.unseen.Values.Where(run => !this.IsServed(run.Trip)).OrderBy(run => run.Trip)],
            Changes = SnapshotChanges.None,
        };
    }

    private bool IsServed(TripInstance run) => this.trips.ContainsKey(run) || this.vehicles.Values.Any(vehicle => vehicle.Trip == run);

    /// <summary>Doubts runs of the timetable, vehicles or not: only those without are in the state.</summary>
    private void ChangeUnseen()
    {
        TripInstance run = this.Run();
        this.unseen.Remove(run);
        if (schedule.Trips.Frequencies(run.TripIndex).IsEmpty && this.chance.Next(3) > 0)
        {
            this.unseen[run] = new UnseenRun { Trip = run, State = (RunState)this.chance.Next(1, 4), Since = this.now, Probability = 0.01f };
        }
    }

    private void ChangeTrips()
    {
        foreach (TripInstance gone in this.trips.Keys.Where(_ => this.chance.Next(8) == 0).ToArray())
        {
            this.trips.Remove(gone);
        }

        foreach (VehicleSnapshot vehicle in this.vehicles.Values)
        {
            if (vehicle.Trip is TripInstance run && this.chance.Next(3) == 0)
            {
                this.trips[run] = this.Trip(run, vehicle);
            }
        }
    }

    private VehicleSnapshot Vehicle(DeviceId id)
    {
        TripInstance? run = this.chance.Next(4) == 0 ? null : this.Run();
        Timestamp measured = this.now.AddMilliseconds(-this.chance.Next(this.chance.Next(10) == 0 ? 900_000 : 30_000));
        return new VehicleSnapshot
        {
            Id = id,
            Label = this.Maybe("เลข 7"),
            Latitude = 13.68 + (this.chance.NextDouble() * 0.06),
            Longitude = 100.5 - (201 * this.chance.Next(2)),
            Bearing = this.chance.Next(2) == 0 ? this.chance.Next(360) : null,
            SpeedMps = this.chance.Next(2) == 0 ? this.chance.NextSingle() * 30 : null,
            MeasuredAt = measured,
            ReceivedAt = this.now,
            Phase = run is null ? VehiclePhase.Unmatched : (VehiclePhase)this.chance.Next(1, 7),
            Trip = run,
            StopPosition = run is TripInstance known ? this.chance.Next(schedule.Trips.StopSequences(known.TripIndex).Length) : -1,
            StopStatus = (StopStatus)this.chance.Next(3),
            CongestionLevel = this.chance.Next(2) == 0 ? (byte)(1 + this.chance.Next(4)) : null,
            OccupancyStatus = this.chance.Next(2) == 0 ? (byte)this.chance.Next(9) : null,
            OccupancyPercentage = this.chance.Next(2) == 0 ? (short)(10 * this.chance.Next(12)) : null,
            WheelchairAccessible = this.chance.Next(2) == 0 ? (byte)this.chance.Next(2, 4) : null,
            Carriages = this.chance.Next(3) > 0 ? [] : [.. Enumerable.Range(1, this.chance.Next(1, 9)).Select(this.Carriage)],
        };
    }

    private Carriage Carriage(int sequence) => new()
    {
        Sequence = sequence,
        Id = this.Maybe($"{sequence}"),
        Label = this.Maybe("ตู้ ก"),
        OccupancyStatus = this.chance.Next(2) == 0 ? (byte)this.chance.Next(9) : null,
        OccupancyPercentage = this.chance.Next(2) == 0 ? (short)(10 * this.chance.Next(40)) : null,
    };

    private TripInstance Run()
    {
        int trip = this.chance.Next(schedule.Trips.Count);
        ServiceDate date = ServiceDate.From(2026, 11, 22 + this.chance.Next(2));
        int start = schedule.Trips.Frequencies(trip).IsEmpty
            ? schedule.Trips.StartSeconds(trip)
            : 6 * 3600 + (900 * this.chance.Next(4));
        return new TripInstance(trip, date, start);
    }

    private TripSnapshot Trip(TripInstance run, VehicleSnapshot vehicle)
    {
        int count = schedule.Trips.StopSequences(run.TripIndex).Length;
        int first = this.chance.Next(count + 1);
        long time = this.now.UnixSeconds - this.chance.Next(600);
        ImmutableArray<StopPrediction>.Builder stops = ImmutableArray.CreateBuilder<StopPrediction>();
        for (int position = first; position < count; position++)
        {
            time += this.chance.Next(-1, 200);
            int spread = this.chance.Next(100);
            stops.Add(new StopPrediction
            {
                Position = position,
                Arrival = time,
                Departure = time += this.chance.Next(3) * this.chance.Next(30),
                Passed = position == first && this.chance.Next(2) == 0,
                DepartureOccupancy = this.chance.Next(2) == 0 ? (byte)this.chance.Next(6) : null,
                Quantiles = new ArrivalQuantiles(-spread, 0, spread, spread * 2, spread * 3),
            });
        }

        return new TripSnapshot
        {
            Trip = run,
            Vehicle = vehicle.Id,
            IsCurrent = true,
            MeasuredAt = vehicle.MeasuredAt,
            DelaySeconds = this.chance.Next(2) == 0 ? this.chance.Next(-300, 1200) : null,
            Stops = stops.ToImmutable(),
        };
    }

    private string? Maybe(string text) => this.chance.Next(2) == 0 ? text : null;
}
