using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `city-loads`: simulates a weekday's morning of the sample city in which every vehicle counts its riders, and scores how full vehicles are
/// said to be when they leave their stops, beside the plain sum of what their counters saw. What devices say of their own occupancy is taken
/// away: only counts of those who got on and off are left.
/// </summary>
internal sealed class CityLoadsCommand
{
    /// <summary>Monday 2 March 2026, 06:00 in Bangkok.</summary>
    internal const long StartAt = 1_772_406_000;

    /// <summary>Readers look so many seconds after a departure: a report of the vehicle later.</summary>
    private const double LookAfter = 30;
    private static readonly int[] AheadStops = [1, 3, 6];

    private readonly Schedule schedule;
    private readonly FusionPipeline pipeline;
    private readonly IReadOnlyDictionary<string, VehicleRoom> rooms;
    private readonly List<TrueLoad> truth;
    private readonly double[]? factors;
    private readonly Dictionary<string, int> sums = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Trip, string Start, string Vehicle, int Place), (byte? Told, byte? Present)>[] foretold =
        [.. AheadStops.Select(_ => new Dictionary<(string, string, string, int), (byte?, byte?)>())];

    private readonly ClassScore ours = new("hub");
    private readonly ClassScore plain = new("sum of the counts since the first stop");
    private readonly ClassScore[] ahead = [.. AheadStops.Select(n => new ClassScore($"hub, foretold {n} stops before"))];
    private readonly ClassScore[] same = [.. AheadStops.Select(n => new ClassScore($"as full as {n} stops before"))];
    private readonly HashSet<string> counting = new(StringComparer.Ordinal);
    private readonly PlatformScore? platforms;
    private int next;

    /// <summary>Prepares a day.</summary>
    /// <param name="city">The city.</param>
    /// <param name="traits">Its lines.</param>
    /// <param name="truth">What truly happened.</param>
    /// <param name="factors">By which counts are raised; null: the default.</param>
    /// <param name="history">What the hub learned on earlier days; null: nothing.</param>
    /// <param name="model">A learned model of loads; null: the formula alone.</param>
    /// <param name="samples">Takes what a model is trained on; null: nothing is gathered.</param>
    /// <param name="platforms">Scores apart the vehicles that call at watched platforms, whose cameras the hub then knows; null: it knows none.</param>
    internal CityLoadsCommand(
        SampleCity city, SimulatedTraits traits, List<TrueLoad> truth, double[]? factors, byte[]? history = null, ILoadModel? model = null, LoadSamples? samples = null,
        PlatformScore? platforms = null)
    {
        this.schedule = city.Schedule;
        this.truth = truth;
        this.platforms = platforms;
        this.factors = factors;
        this.rooms = traits.Rooms();
        FusionOptions options = new() { Load = new LoadOptions { Rooms = this.rooms } };
        options = factors is null ? options : options with { Load = options.Load with { CountFactors = factors } };
        this.pipeline = new FusionPipeline(FeedId.Parse("city"), this.schedule, options, new RejectionLedger(), devices: platforms is null ? null : city.Cameras, loadModel: model, loadSamples: samples);
        this.pipeline.RestoreHistory(history);
    }

    /// <summary>What the hub has learned.</summary>
    internal byte[] History => this.pipeline.EncodeHistory();

    public static Command Create()
    {
        Option<ulong> seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Which of all possible days." };
        Option<int> hours = new("--hours") { DefaultValueFactory = _ => 5, Description = "Hours from six in the morning." };
        Option<int> warmUp = new("--warm-up") { DefaultValueFactory = _ => 3600, Description = "Seconds that are learned from and not scored." };
        Option<double> peak = new("--peak-load") { DefaultValueFactory = _ => 1, Description = "How full vehicles are at the peak, as a share of their room." };
        Option<double> crowd = new("--crowd-miss") { DefaultValueFactory = _ => 0.35, Description = "Share that counters miss in a crowd, beyond the one in twenty that they always miss." };
        Option<ulong?> survey = new("--survey") { Description = "The seed of another day, on which riders are counted by hand beside the counters; left out: the default factors." };
        Option<bool> platforms = new("--platforms") { Description = "Cameras on platforms count too: scores the day without and with them, for vehicles with and without counters." };
        Option<double> counters = new("--counters") { DefaultValueFactory = _ => 1, Description = "Share of vehicles that count." };
        Command command = new("city-loads", "Scores occupancy against a simulation's truth.") { seed, hours, warmUp, peak, crowd, survey, platforms, counters };
        command.SetAction(parsed =>
        {
            SimulationOptions options = new()
            {
                Feed = FeedId.Parse(SampleCity.FeedId),
                StartAt = Timestamp.FromUnixSeconds(StartAt),
                Seed = parsed.GetValue(seed),
                PeakLoad = parsed.GetValue(peak),
                Counters = new CounterFaults { CrowdMissShare = parsed.GetValue(crowd) },
            };
            SampleCity city = SampleCity.Load();
            SimulatedTraits traits = city.Traits.WithAll(line => line with { CounterShare = 1 });
            int span = parsed.GetValue(hours);
            double[]? factors = parsed.GetValue(survey) is { } other
                ? HandCounts.Factors(Live(city, traits, options with { Seed = other }, span, out List<Observation> surveyed), surveyed)
                : null;
            traits = city.Traits.WithAll(line => line with { CounterShare = parsed.GetValue(counters) });
            bool watched = parsed.GetValue(platforms);
            List<TrueLoad> truth = Live(city, traits, options, span, out List<Observation> observations, watched);
            foreach (bool hears in (bool[])(watched ? [false, true] : [false]))
            {
                CityLoadsCommand run = new(city, traits, truth, factors, platforms: watched ? new PlatformScore(city, hears) : null);
                run.Replay(observations, options.StartAt.AddSeconds(parsed.GetValue(warmUp)).UnixSeconds);
                run.Print();
            }

            return 0;
        });
        return command;
    }

    /// <summary>Lets a city live for so many hours: what truly happened, and what a hub received.</summary>
    internal static List<TrueLoad> Live(SampleCity city, SimulatedTraits traits, SimulationOptions options, int hours, out List<Observation> received, bool withCameras = false)
    {
        (List<TrueLoad> truth, received) = CityMorning.Live(city, traits, options, hours, withCameras, folder => TrueLoads.Read(Path.Combine(folder, "stop_times.csv")));
        return truth;
    }

    /// <summary>Runs the day and scores what departs from a moment on.</summary>
    internal void Replay(List<Observation> observations, long from)
    {
        long due = observations[0].ReceivedAt.UnixSeconds;
        foreach (Observation observation in observations)
        {
            for (; observation.ReceivedAt.UnixSeconds > due; due += 10)
            {
                this.Score(this.pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due)), due, from);
            }

            switch (observation)
            {
                case AvlReport report:
                    this.pipeline.Process(report with { OccupancyStatus = null });
                    break;
                case PassengerCount count:
                    string vehicle = count.Device.ToString();
                    this.counting.Add(vehicle);
                    this.sums[vehicle] = Math.Max(0, this.sums.GetValueOrDefault(vehicle) - (count.Alightings ?? 0)) + (count.Boardings ?? 0);
                    this.pipeline.Process(count);
                    break;
                case TrafficCount seen when this.platforms?.IsHeard is true:
                    this.pipeline.Process(seen);
                    break;
            }
        }
    }

    private void Score(HubSnapshot snapshot, double now, long from)
    {
        Dictionary<string, VehicleSnapshot>? vehicles = null;
        Dictionary<string, TripSnapshot>? trips = null;
        for (; this.next < this.truth.Count && this.truth[this.next].Departure <= now - LookAfter; this.next++)
        {
            TrueLoad row = this.truth[this.next];
            bool counts = this.counting.Contains(row.Vehicle);
            if ((!counts && this.platforms is null) || !this.schedule.Trips.TryFind(row.Trip, out int trip))
            {
                continue;
            }

            int pattern = this.schedule.Trips.PatternIndex(trip);
            int place = this.schedule.Trips.StopSequences(trip).IndexOf(row.Sequence);
            bool isLast = place == this.schedule.Patterns.Stops(pattern).Length - 1;
            if (isLast)
            {
                this.sums[row.Vehicle] = 0;
                continue;
            }

            vehicles ??= snapshot.Vehicles.ToDictionary(v => v.Id.ToString(), StringComparer.Ordinal);
            trips ??= snapshot.Trips.Where(t => t.IsCurrent).ToDictionary(t => t.Vehicle.ToString(), StringComparer.Ordinal);
            VehicleRoom room = this.rooms[this.schedule.Routes.Id(this.schedule.Trips.RouteIndex(trip))];
            byte status = OccupancyScale.Of(row.Load, room);
            byte? shown = vehicles.TryGetValue(row.Vehicle, out VehicleSnapshot? vehicle) ? vehicle.OccupancyStatus : null;
            if (row.Departure >= from)
            {
                this.platforms?.Add(pattern, place, counts, shown, status);
            }

            if (row.Departure >= from && counts)
            {
                this.ours.Add(shown, status);
                this.plain.Add(OccupancyScale.Of(this.sums.GetValueOrDefault(row.Vehicle), room), status);
                this.ScoreForetold(row, place, status);
            }

            this.Keep(row, place, shown, trips.GetValueOrDefault(row.Vehicle));
        }
    }

    private void ScoreForetold(TrueLoad row, int place, byte status)
    {
        for (int i = 0; i < AheadStops.Length; i++)
        {
            if (this.foretold[i].Remove((row.Trip, row.Start, row.Vehicle, place), out (byte? Told, byte? Present) said))
            {
                this.ahead[i].Add(said.Told, status);
                this.same[i].Add(said.Present, status);
            }
        }
    }

    private void Keep(TrueLoad row, int place, byte? present, TripSnapshot? trip)
    {
        for (int i = 0; i < AheadStops.Length; i++)
        {
            int at = place + AheadStops[i];
            byte? told = trip?.Stops.Where(s => s.Position == at).Select(s => s.DepartureOccupancy).FirstOrDefault();
            this.foretold[i][(row.Trip, row.Start, row.Vehicle, at)] = (told, present);
        }
    }

    /// <summary>Prints the scores.</summary>
    internal void Print()
    {
        Console.WriteLine($"Factors of counts: {(this.factors is null ? "default" : string.Join(", ", this.factors.Select(f => f.ToString("0.00", CultureInfo.InvariantCulture))))}");
        Console.WriteLine();
        Console.WriteLine("| Occupancy class | right | next to it | further off | not told | right of those told | departures |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (ClassScore score in (ClassScore[])[this.ours, this.plain, .. this.ahead, .. this.same])
        {
            Console.WriteLine(score.Row());
        }

        this.platforms?.Print();
    }
}
