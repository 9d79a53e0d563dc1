using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Accuracy;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Benchmarks.Accuracy;

/// <summary>`live-accuracy-speed`: what it costs to score a large city's predictions while it runs. Each vehicle drives one run after the other, and a tenth of them reports each second.</summary>
internal sealed class LiveAccuracySpeedCommand
{
    private const int ReportEvery = 10;
    private const int StopSeconds = 90;
    private const int RunStops = 11;
    private static readonly ServiceDate Day = ServiceDate.From(2026, 11, 23);

    private readonly Schedule schedule;
    private readonly TripSnapshot[] trips;
    private readonly long zero;

    private LiveAccuracySpeedCommand(int vehicles)
    {
        this.schedule = FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + string.Join('\n', Enumerable.Range(0, RunStops).Select(i => FormattableString.Invariant($"S{i},S{i},{13.70 + (i * 0.005)},100.5"))))
            .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\n" + string.Join('\n', Enumerable.Range(0, 200).Select(r => $"R{r},X,{r},{r},3")))
            .With("trips.txt", "route_id,service_id,trip_id\n" + string.Join('\n', Enumerable.Range(0, vehicles).Select(t => $"R{t % 200},S,T{t}")))
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + string.Join('\n', Enumerable.Range(0, vehicles).SelectMany(
                t => Enumerable.Range(0, RunStops).Select(i => TimeOf(i * StopSeconds) is var time ? $"T{t},{time},{time},S{i},{i + 1}" : string.Empty))))
            .Read().Schedule;
        this.zero = this.schedule.ToUnixSeconds(Day, 8 * 3600);
        this.trips = [.. Enumerable.Range(0, vehicles).Select(v => this.Run(v, 0))];
    }

    public static Command Create()
    {
        Option<int> vehicles = new("--vehicles") { DefaultValueFactory = _ => 10_000 };
        Option<int> minutes = new("--minutes") { DefaultValueFactory = _ => 90 };
        Option<int> most = new("--most") { DefaultValueFactory = _ => LiveAccuracy.DefaultMost };
        Command command = new("live-accuracy-speed", "What scoring predictions costs while the hub runs.") { vehicles, minutes, most };
        command.SetAction(parsed =>
        {
            new LiveAccuracySpeedCommand(parsed.GetValue(vehicles)).Measure(parsed.GetValue(minutes), parsed.GetValue(most));
            return 0;
        });
        return command;
    }

    private void Measure(int minutes, int most)
    {
        LiveAccuracy accuracy = new(most);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = 0;
        (TimeSpan observing, TimeSpan sampling, TimeSpan longest) = (default, default, default);
        for (int second = 0; second < minutes * 60; second++)
        {
            HubSnapshot state = this.StateAt(second, out TripSnapshot[] changed);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            accuracy.Observe(state, changed, state.CreatedAt);
            observing += Stopwatch.GetElapsedTime(started);
            if (second % LiveAccuracy.EverySeconds == 0)
            {
                started = Stopwatch.GetTimestamp();
                accuracy.Sample(state, state.CreatedAt);
                TimeSpan took = Stopwatch.GetElapsedTime(started);
                (sampling, longest) = (sampling + took, took > longest ? took : longest);
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        AccuracyDay day = accuracy.Days.Last();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{this.trips.Length:N0} vehicles, {this.trips.Sum(t => t.Stops.Count(s => !s.Passed)):N0} predictions, share {accuracy.Share}, {accuracy.Open:N0} kept, {day.All.Published.Count:N0} scored in {minutes} minutes"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a minute: {observing.TotalMilliseconds / minutes:F0} ms for {60:N0} states and their arrivals, {sampling.TotalMilliseconds / minutes:F1} ms to take down what is predicted (longest {longest.TotalMilliseconds:F1}), {allocated / minutes / 1e6:F1} MB allocated; {kept / 1e6:F0} MB held; the file {accuracy.Encode().Length / 1e3:N0} kB"));
        GC.KeepAlive(accuracy);
    }

    private HubSnapshot StateAt(int second, out TripSnapshot[] changed)
    {
        List<TripSnapshot> reported = [];
        for (int vehicle = second % ReportEvery; vehicle < this.trips.Length; vehicle += ReportEvery)
        {
            this.trips[vehicle] = this.Run(vehicle, second);
            reported.Add(this.trips[vehicle]);
        }

        changed = [.. reported];
        return new HubSnapshot
        {
            Sequence = second + 1,
            Feed = FeedId.Parse("bench"),
            CreatedAt = Timestamp.FromUnixSeconds(this.zero + second),
            Schedule = this.schedule,
            Vehicles = [],
            Trips = [.. this.trips],
            Changes = SnapshotChanges.None,
        };
    }

    /// <summary>Vehicles start one after the other, so that at each moment as many are at each stop; times are off by up to a minute.</summary>
    private TripSnapshot Run(int vehicle, int second)
    {
        int length = (RunStops - 1) * StopSeconds;
        int driven = second + (vehicle * 7919 % length);
        int start = driven / length * length;
        int reached = (driven - start) / StopSeconds;
        long began = this.zero + second - (driven - start);
        return new TripSnapshot
        {
            Trip = new TripInstance(vehicle, Day, start),
            Vehicle = DeviceId.Parse("bus"),
            IsCurrent = true,
            MeasuredAt = Timestamp.FromUnixSeconds(this.zero + second),
            Stops =
            [
                .. Enumerable.Range(reached, RunStops - reached).Select(position => new StopPrediction
                {
                    Position = position,
                    Arrival = began + (position * StopSeconds) + (position == reached ? 0 : (vehicle + second) % 60),
                    Departure = began + (position * StopSeconds) + (position == reached ? 0 : (vehicle + second) % 60),
                    Passed = position == reached,
                    Quantiles = new ArrivalQuantiles(-40, -15, 5, 30, 80),
                }),
            ],
        };
    }

    private static string TimeOf(int seconds) => string.Create(CultureInfo.InvariantCulture, $"08:{seconds / 60:00}:{seconds % 60:00}");
}
