using TransitHub.Core.Accuracy;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Core.Tests.Accuracy;

/// <summary>States of a small city, made one by one, for a <see cref="LiveAccuracy"/>. Trip T (route R) and U (route Q) call at six stops, five minutes apart, from 08:00.</summary>
internal sealed class PredictedCity(LiveAccuracy accuracy)
{
    public static readonly ServiceDate Day = ServiceDate.From(2026, 11, 23);

    private readonly SortedDictionary<TripInstance, TripSnapshot> trips = [];
    private readonly List<TripSnapshot> changed = [];
    private long sequence;

    public Schedule Schedule { get; private set; } = Read();

    public LiveAccuracy Accuracy => accuracy;

    /// <summary>08:00 of the day, Unix seconds.</summary>
    public long Eight => this.Schedule.ToUnixSeconds(Day, 8 * 3600);

    public static Schedule Read(int trips = 1) => FeedText.TwoStops()
        .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + string.Join('\n', Enumerable.Range(0, 6).Select(i => FormattableString.Invariant($"S{i},S{i},{13.70 + (i * 0.01)},100.5"))))
        .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR,X,1,R,3\nQ,X,2,Q,3")
        .With("trips.txt", "route_id,service_id,trip_id\nQ,S,U\n" + string.Join('\n', Enumerable.Range(0, trips).Select(t => $"R,S,T{t}")))
        .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + string.Join('\n', Enumerable.Range(0, trips).Select(t => $"T{t}").Append("U").SelectMany(
            t => Enumerable.Range(0, 6).Select(i => $"{t},08:{i * 5:00}:00,08:{i * 5:00}:00,S{i},{i + 1}"))))
        .Read().Schedule;

    public TripInstance Run(string trip, ServiceDate? date = null)
    {
        Assert.True(this.Schedule.Trips.TryFind(trip, out int index));
        return new TripInstance(index, date ?? Day, this.Schedule.Trips.StartSeconds(index));
    }

    /// <summary>A run as it was measured at a moment: the stop that it passed last, and what is predicted of those after it.</summary>
    /// <param name="at">Seconds from 08:00 at which its vehicle was measured.</param>
    /// <param name="trip">The trip.</param>
    /// <param name="passed">Place of the stop passed last, and when, seconds from 08:00; null: none.</param>
    /// <param name="late">The predictions' seconds behind the timetable.</param>
    /// <param name="change">What else is so.</param>
    /// <param name="date">The service day of the run; null: <see cref="Day"/>.</param>
    public PredictedCity Predict(int at, string trip = "T0", (int Position, int At)? passed = null, int late = 0, Func<TripSnapshot, TripSnapshot>? change = null, ServiceDate? date = null)
    {
        List<StopPrediction> stops = [];
        if (passed is { } last)
        {
            stops.Add(new StopPrediction { Position = last.Position, Arrival = this.Eight + last.At, Departure = this.Eight + last.At, Passed = true });
        }

        for (int position = (passed?.Position ?? -1) + 1; position < 6; position++)
        {
            long arrival = this.Eight + (position * 300) + late;
            stops.Add(new StopPrediction { Position = position, Arrival = arrival, Departure = arrival, Quantiles = new ArrivalQuantiles(-20, 0, 10, 20, 40) });
        }

        TripSnapshot run = new()
        {
            Trip = this.Run(trip, date),
            Vehicle = DeviceId.Parse("bus-" + trip),
            IsCurrent = true,
            MeasuredAt = Timestamp.FromUnixSeconds(this.Eight + at),
            Stops = [.. stops],
        };
        run = change?.Invoke(run) ?? run;
        this.trips[run.Trip] = run;
        this.changed.Add(run);
        return this;
    }

    public PredictedCity Without(string trip = "T0")
    {
        this.trips.Remove(this.Run(trip));
        return this;
    }

    /// <summary>Another static feed takes over, without any run.</summary>
    public PredictedCity Renew()
    {
        this.Schedule = Read();
        this.trips.Clear();
        this.changed.Clear();
        return this;
    }

    /// <summary>A state with all that was said.</summary>
    public PredictedCity Publish(int at, bool isMinute = false)
    {
        HubSnapshot state = new()
        {
            Sequence = ++this.sequence,
            Feed = FeedId.Parse("city"),
            CreatedAt = Timestamp.FromUnixSeconds(this.Eight + at),
            Schedule = this.Schedule,
            Vehicles = [],
            Trips = [.. this.trips.Values],
            Changes = SnapshotChanges.None,
        };
        accuracy.Observe(state, [.. this.changed], state.CreatedAt);
        this.changed.Clear();
        if (isMinute)
        {
            accuracy.Sample(state, state.CreatedAt);
        }

        return this;
    }

    /// <summary>The vehicle drives on from a moment to another, each stop so late, measured every 30 s; what is predicted is taken down each minute.</summary>
    public PredictedCity Drive(int from, int to, int late, int predictedLate, string trip = "T0", Func<TripSnapshot, TripSnapshot>? change = null, ServiceDate? date = null)
    {
        for (int at = from; at <= to; at += 30)
        {
            int reached = Math.Min(5, (int)Math.Floor((at - late) / 300.0));
            this.Predict(at, trip, reached < 0 ? null : (reached, (reached * 300) + late), predictedLate, change, date);
            this.Publish(at, at % 60 == 0);
        }

        return this;
    }
}
