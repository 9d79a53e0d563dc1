using System.Globalization;

namespace TransitHub.Load.Cameras;

/// <summary>
/// A seeded city to load a hub with: lines of 60 stops with 20 vehicles on each, and cameras beside them, of which a share counts at streets that no
/// line takes.
/// </summary>
internal sealed class LoadCity
{
    public const int Stops = 60;
    public const int VehiclesPerLine = 20;
    public const int VerticesPerStop = 5;
    public const double StepMeters = 70;
    public const int SecondsPerStop = 58;
    public const double MetersPerDegree = 111_195;
    private const double SpeedMps = StepMeters * VerticesPerStop / SecondsPerStop;

    /// <param name="vehicles">Vehicles.</param>
    /// <param name="cameras">Cameras.</param>
    /// <param name="besideLines">Share of the cameras at streets that no line takes.</param>
    /// <param name="start">When it starts, Unix seconds.</param>
    public LoadCity(int vehicles, int cameras, double besideLines, long start)
    {
        this.Vehicles = vehicles;
        this.Cameras = cameras;
        this.OnLines = (int)Math.Round(cameras * (1 - besideLines));
        this.Start = start;
        Random random = new(42);
        this.Paths = [.. Enumerable.Range(0, Math.Max(1, (vehicles + VehiclesPerLine - 1) / VehiclesPerLine)).Select(_ => PathOf(random))];
    }

    public int Vehicles { get; }

    public int Cameras { get; }

    /// <summary>The first so many cameras stand at lines.</summary>
    public int OnLines { get; }

    public long Start { get; }

    /// <summary>Midnight (UTC) of the service day: the day before, so that no trip starts before its day.</summary>
    public long ServiceDay => (this.Start / 86_400 * 86_400) - 86_400;

    public string ServiceDate => DateTimeOffset.FromUnixTimeSeconds(this.ServiceDay).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Latitude and longitude of each bend of each line in turn.</summary>
    public double[][] Paths { get; }

    /// <summary>Seconds after <see cref="ServiceDay"/> at which a vehicle's trip starts.</summary>
    public long StartOf(int vehicle) => this.Start - this.ServiceDay - (vehicle % VehiclesPerLine * Stops * SecondsPerStop / VehiclesPerLine);

    public static int LineOf(int vehicle) => vehicle / VehiclesPerLine;

    /// <summary>Where a vehicle is.</summary>
    public (double Latitude, double Longitude) PlaceOf(int vehicle, double at)
    {
        double along = Math.Clamp((at - this.ServiceDay - this.StartOf(vehicle)) * SpeedMps, 0, StepMeters * VerticesPerStop * (Stops - 1));
        return PlaceOn(this.Paths[LineOf(vehicle)], along / StepMeters);
    }

    /// <summary>Where a camera stands, the line it stands at, and the way of travel there, degrees.</summary>
    public (double Latitude, double Longitude, int Line, double Bearing) CameraAt(int camera)
    {
        int line = camera % this.Paths.Length;
        double[] path = this.Paths[line];
        int vertex = 12 + (camera / this.Paths.Length * 23 % ((VerticesPerStop * Stops) - 20));
        double north = path[(vertex * 2) + 2] - path[vertex * 2];
        double east = (path[(vertex * 2) + 3] - path[(vertex * 2) + 1]) * Math.Cos(path[vertex * 2] * Math.PI / 180);
        (double latitude, double longitude) = PlaceOn(path, vertex + 0.5);
        return (latitude, longitude, line, ((Math.Atan2(east, north) * 180 / Math.PI) + 360) % 360);
    }

    private static (double Latitude, double Longitude) PlaceOn(double[] path, double vertices)
    {
        int vertex = Math.Min((int)vertices, (path.Length / 2) - 2);
        double share = vertices - vertex;
        return (
            path[vertex * 2] + (share * (path[(vertex * 2) + 2] - path[vertex * 2])),
            path[(vertex * 2) + 1] + (share * (path[(vertex * 2) + 3] - path[(vertex * 2) + 1])));
    }

    private static double[] PathOf(Random random)
    {
        double[] path = new double[2 * ((Stops * VerticesPerStop) + 1)];
        double latitude = 13.5 + (random.NextDouble() * 0.4);
        double longitude = 100.3 + (random.NextDouble() * 0.4);
        double heading = random.NextDouble() * Math.Tau;
        for (int i = 0; i < path.Length; i += 2)
        {
            (path[i], path[i + 1]) = (latitude, longitude);
            heading += (random.NextDouble() - 0.5) * 0.4;
            latitude += StepMeters * Math.Cos(heading) / MetersPerDegree;
            longitude += StepMeters * Math.Sin(heading) / (MetersPerDegree * Math.Cos(latitude * Math.PI / 180));
        }

        return path;
    }
}
