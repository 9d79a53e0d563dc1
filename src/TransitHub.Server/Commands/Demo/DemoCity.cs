using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Time;
using TransitHub.Simulation.Truth;

namespace TransitHub.Server.Commands.Demo;

/// <summary>The sample city of a demo: what the hub serves, and what drives in it.</summary>
internal sealed class DemoCity
{
    private readonly DemoOptions options;
    private readonly SampleCity city;

    private DemoCity(DemoOptions options, SampleCity city, string timeZone, TimeSpan setUpTime)
    {
        this.SetUpTime = setUpTime;
        this.options = options;
        this.city = city;
        this.TimeZone = timeZone;
    }

    /// <summary>The zone the city lives in, an IANA name.</summary>
    public string TimeZone { get; }

    /// <summary>Whether that is not its own zone.</summary>
    public bool IsMoved => this.TimeZone != SampleCity.HomeTimeZone;

    /// <summary>How long <see cref="Drive"/> will take, about: a city of 100,000 vehicles that began a minute ago would have a minute to catch up.</summary>
    public TimeSpan SetUpTime { get; }

    /// <summary>Builds the city, as often as the vehicles asked for need it.</summary>
    /// <exception cref="CommandException">More vehicles are asked for than copies of the city can hold.</exception>
    public static DemoCity Build(DemoOptions options, Timestamp now, TimeProvider clock)
    {
        TimeSpan setUp = TimeSpan.Zero;
        string zone = CityDaytime.ZoneAt(now, SampleCity.HomeTimeZone, options.Hour);
        SampleCity city = SampleCity.Load(new SampleCityOptions { TimeZone = zone });
        if (options.Vehicles is { } wanted)
        {
            long began = clock.GetTimestamp();
            using var once = new CitySimulation(city.Schedule, city.Traits, Simulated(options, now), NoTruth.Instance);
            int copies = (int)Math.Ceiling(wanted / (double)Math.Max(1, once.Counts.VehiclesOnTheRoad));
            if (copies > SampleCity.MaxCopies)
            {
                throw CommandException.WrongUse(
                    $"--vehicles {wanted}: the sample city has {once.Counts.VehiclesOnTheRoad} vehicles on the road at this hour and can be there {SampleCity.MaxCopies} times at most. Ask for {once.Counts.VehiclesOnTheRoad * SampleCity.MaxCopies} or fewer.");
            }

            setUp = copies == 1 ? TimeSpan.Zero : clock.GetElapsedTime(began) * copies;
            city = copies == 1 ? city : SampleCity.Load(new SampleCityOptions { TimeZone = zone, Copies = copies });
        }

        return new DemoCity(options, city, zone, setUp);
    }

    /// <summary>Makes the city's vehicles; they are under way at <paramref name="start"/>.</summary>
    public CitySimulation Drive(Timestamp start, ITruth truth) => new(this.city.Schedule, this.city.Traits, Simulated(this.options, start), truth, this.city.Cameras);

    /// <summary>Puts the city's static files under the hub's data folder and into its settings.</summary>
    public LoadedSchedule WriteInto(HubOptions hub)
    {
        Directory.CreateDirectory(hub.Data);
        string gtfs = Path.Combine(hub.Data, "sample-city.zip");
        File.WriteAllBytes(gtfs, this.city.Gtfs.Span);
        hub.Feeds = [new FeedSettings { Id = SampleCity.FeedId, Name = DemoOptions.Name, Simulated = true, Gtfs = gtfs }];
        int devices = Math.Max(100_000, 2 * (this.options.Vehicles ?? 0));
        hub.Fusion = hub.Fusion with
        {
            // The airport's trains run faster than city buses, which the default is made for.
            Gate = hub.Fusion.Gate with { MaxSpeedMps = 60, MaxDevices = devices },
            Fusion = hub.Fusion.Fusion with
            {
                MaxVehicles = Math.Max(hub.Fusion.Fusion.MaxVehicles, devices),
                Load = hub.Fusion.Fusion.Load with { Rooms = this.city.Traits.Rooms() },
            },
        };
        return new LoadedSchedule(this.city.Schedule, gtfs) { Devices = this.city.Cameras };
    }

    private static SimulationOptions Simulated(DemoOptions options, Timestamp start) => new()
    {
        Feed = FeedId.Parse(SampleCity.FeedId),
        StartAt = start,
        Seed = options.Seed,
        Vehicles = options.Vehicles,
        ReportIntervalSeconds = options.ReportSeconds,
    };
}
