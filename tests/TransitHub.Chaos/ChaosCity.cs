using System.Globalization;
using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Testing.Counts;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Chaos;

/// <summary>
/// A city whose devices number what they report: vehicles on their trips, in the odometer, and counting lines, in the interval. Every line crosses all
/// shards, so that what vehicles take on links goes from one to the other.
/// </summary>
internal sealed class ChaosCity
{
    /// <summary>The feed's id.</summary>
    public const string FeedId = "city";

    private const int VehiclesPerRoute = 10;
    private const int StopsPerRoute = 40;
    private const int SecondsPerStop = 60;
    private const int SecondsApart = 120;
    private const double South = 13.5;
    private const double DegreesPerStop = 0.0045;
    private const int LinesPerCounter = 5;

    /// <summary>Counts are told so long after their interval, seconds.</summary>
    private const int CountsAfterSeconds = 60;

    private readonly long start;
    private readonly int vehicles;
    private readonly int lines;
    private readonly double reportSeconds;
    private readonly DateTimeOffset serviceDate;

    /// <summary>Makes it.</summary>
    /// <param name="rate">Observations a second.</param>
    /// <param name="start">When the first is measured, Unix seconds.</param>
    public ChaosCity(int rate, long start)
    {
        this.start = start;
        this.vehicles = Math.Max(VehiclesPerRoute, rate / 5);
        this.lines = Math.Max(1, rate / 2);
        this.reportSeconds = this.vehicles / (rate / 2.0);
        this.serviceDate = new DateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(start).AddHours(-3).UtcDateTime.Date, TimeSpan.Zero);
    }

    /// <summary>How many report: vehicles first, then counting lines.</summary>
    public int Sources => this.vehicles + this.lines;

    /// <summary>When a source has something to report, Unix seconds.</summary>
    /// <param name="source">The source, from 0.</param>
    /// <param name="number">Of its report, from 0.</param>
    public double DueAt(int source, long number) => this.IsVehicle(source)
        ? this.start + (this.reportSeconds * (number + ((double)source / this.vehicles)))
        : this.start + number + ((double)(source - this.vehicles) / this.lines);

    /// <summary>A source's report.</summary>
    public CountMessage Report(int source, long number)
    {
        string text;
        if (this.IsVehicle(source))
        {
            double at = this.DueAt(source, number);
            double way = Math.Clamp((at - this.DepartureOf(source)) / SecondsPerStop, 0, StopsPerRoute - 1);
            text = string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"measured_at\":{at:F3},\"lat\":{South + (way * DegreesPerStop):F6},\"lon\":{Longitude(source / VehiclesPerRoute):F4},\"speed_mps\":8.3,\"trip_id\":\"t{source}\",\"start_date\":\"{this.serviceDate:yyyyMMdd}\",\"odometer_m\":{number}}}");
            return new CountMessage(0, $"transithub/v1/{FeedId}/avl/bus-{source}", Encoding.UTF8.GetBytes(text));
        }

        int line = source - this.vehicles;
        long from = this.CountedFrom + number;
        text = string.Create(CultureInfo.InvariantCulture, $"{{\"channel\":\"line-{line % LinesPerCounter}\",\"class\":\"person\",\"from\":{from},\"to\":{from + 1},\"count\":1}}");
        return new CountMessage(0, $"transithub/v1/{FeedId}/count/counter-{line / LinesPerCounter}", Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Whose report an observation is, and which; null: it is none of this city's.</summary>
    public (int Source, long Number)? Find(Observation observation) => observation switch
    {
        AvlReport { OdometerMeters: { } number } report => (Last(report.Device.ToString()), (long)number),
        TrafficCount { From: { } from } count =>
            (this.vehicles + (Last(count.Device.ToString()) * LinesPerCounter) + Last(count.Channel), (from.UnixMilliseconds / 1000) - this.CountedFrom),
        _ => null,
    };

    /// <summary>Whether a source is a vehicle: its reports count only in the order of measuring.</summary>
    public bool IsVehicle(int source) => source < this.vehicles;

    /// <summary>Its static feed.</summary>
    public FeedText Schedule()
    {
        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
        StringBuilder routes = new("route_id,agency_id,route_short_name,route_long_name,route_type\n");
        StringBuilder trips = new("route_id,service_id,trip_id\n");
        StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        for (int vehicle = 0; vehicle < this.vehicles; vehicle++)
        {
            int route = vehicle / VehiclesPerRoute;
            if (vehicle % VehiclesPerRoute == 0)
            {
                routes.Append(CultureInfo.InvariantCulture, $"r{route},X,{route},Route {route},3\n");
            }

            trips.Append(CultureInfo.InvariantCulture, $"r{route},S,t{vehicle}\n");
            for (int stop = 0; stop < StopsPerRoute; stop++)
            {
                if (vehicle % VehiclesPerRoute == 0)
                {
                    stops.Append(CultureInfo.InvariantCulture, $"s{route}-{stop},Stop {stop},{South + (stop * DegreesPerStop):F4},{Longitude(route):F4}\n");
                }

                long at = this.DepartureOf(vehicle) + (stop * SecondsPerStop) - this.serviceDate.ToUnixTimeSeconds();
                string time = string.Create(CultureInfo.InvariantCulture, $"{at / 3600:00}:{at / 60 % 60:00}:{at % 60:00}");
                times.Append(CultureInfo.InvariantCulture, $"t{vehicle},{time},{time},s{route}-{stop},{stop + 1}\n");
            }
        }

        return FeedText.Empty()
            .With("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nX,Example Boats,https://example.org,Etc/UTC")
            .With("calendar_dates.txt", string.Create(CultureInfo.InvariantCulture, $"service_id,date,exception_type\nS,{this.serviceDate:yyyyMMdd},1"))
            .With("stops.txt", stops.ToString())
            .With("routes.txt", routes.ToString())
            .With("trips.txt", trips.ToString())
            .With("stop_times.txt", times.ToString());
    }

    private long CountedFrom => this.start - CountsAfterSeconds;

    private long DepartureOf(int vehicle) => this.start - (vehicle % VehiclesPerRoute * SecondsApart);

    private static double Longitude(int route) => 100.3 + (route * 0.004);

    private static int Last(string name) => int.Parse(name.AsSpan(name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
}
