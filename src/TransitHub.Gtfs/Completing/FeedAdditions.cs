using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Completing;

/// <summary>What is added to a feed: rows by file, shapes of trips that had none, and what is left out because nobody could ride it.</summary>
internal sealed class FeedAdditions
{
    private readonly Dictionary<string, string> shapes = new(StringComparer.Ordinal);
    private readonly CsvTable stops = new("stop_id", "stop_code", "stop_name", "stop_lat", "stop_lon", "wheelchair_boarding");
    private readonly CsvTable translations = new("table_name", "field_name", "language", "translation", "record_id");
    private readonly CsvTable shapePoints = new("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence", "shape_dist_traveled");

    /// <summary>Trips that get a shape, by trip_id.</summary>
    public IReadOnlyDictionary<string, string> ShapeOfTrip => this.shapes;

    /// <summary>Trips whose rows in stop_times.txt, too few to be ridden, are replaced.</summary>
    public HashSet<string> Retimed { get; } = new(StringComparer.Ordinal);

    /// <summary>Trips that are left out of the feed.</summary>
    public HashSet<string> WithoutTrips { get; } = new(StringComparer.Ordinal);

    /// <summary>Routes that are left out of the feed.</summary>
    public HashSet<string> WithoutRoutes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether anything is left out.</summary>
    public bool LeavesOut => WithoutTrips.Count + WithoutRoutes.Count > 0;

    public CsvTable Trips { get; } = new("route_id", "service_id", "trip_id", "trip_headsign", "direction_id", "shape_id");

    public CsvTable StopTimes { get; } = TripTables.NewTimes();

    public CsvTable Frequencies { get; } = TripTables.NewFrequencies();

    /// <summary>Shapes added.</summary>
    public int Shapes { get; private set; }

    /// <summary>Stops added.</summary>
    public int Stops => this.stops.RowCount;

    /// <summary>Goes behind feed_version, since the feed is another one now.</summary>
    public string VersionSuffix { get; set; } = string.Empty;

    public void Draw(string shape, LinePath path)
    {
        Shapes++;
        for (var at = 0; at < path.Points.Length; at++)
        {
            this.shapePoints.Add(shape, CsvTable.Degrees(path.Points[at].Lat), CsvTable.Degrees(path.Points[at].Lon), CsvTable.Number(at + 1), CsvTable.Meters(path.Offsets[at]));
        }
    }

    public void Follow(string trip, string shape) => this.shapes[trip] = shape;

    public void AddStop(StopSheet stop)
    {
        this.stops.Add(stop.Id, stop.Code, stop.Name.Main, CsvTable.Degrees(stop.Place.Lat), CsvTable.Degrees(stop.Place.Lon), CsvTable.Possible(stop.Wheelchair));
        Translate("stops", "stop_name", stop.Name, stop.Id);
    }

    public void Translate(string table, string field, LocalizedText text, string record)
    {
        foreach (var (language, translation) in text.Translations)
        {
            this.translations.Add(table, field, language, translation, record);
        }
    }

    /// <summary>The rows by file.</summary>
    public BuiltFeed ToFeed()
    {
        var feed = new BuiltFeed();
        feed.Add("stops.txt", this.stops);
        feed.Add("trips.txt", Trips);
        feed.Add("stop_times.txt", StopTimes);
        feed.Add("shapes.txt", this.shapePoints);
        feed.Add("frequencies.txt", Frequencies);
        feed.Add("translations.txt", this.translations);
        return feed;
    }
}
