using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>A whole feed in columns, as the rules see it.</summary>
internal sealed class GtfsTables
{
    private readonly Dictionary<string, GtfsTable> tables;
    private readonly Dictionary<TextColumn, RowGroups> groups = [];
    private ServiceDays? serviceDays;
    private StopPlaces? stopPlaces;
    private StopLinks? stopLinks;

    public GtfsTables(IEnumerable<GtfsTable> tables, LocationsFile locations, ValidationOptions options)
    {
        this.tables = tables.ToDictionary(table => table.Schema.File, StringComparer.Ordinal);
        (Locations, Options) = (locations, options);
        (TripIds, StopIds, StopTimeStops) = (Trips.Text("trip_id"), Stops.Text("stop_id"), StopTimes.Text("stop_id"));
    }

    public ValidationOptions Options { get; }

    public LocationsFile Locations { get; }

    public IEnumerable<GtfsTable> All => this.tables.Values;

    public GtfsTable Agency => Of(ServiceTables.Agency);

    public GtfsTable Routes => Of(ServiceTables.Routes);

    public GtfsTable Trips => Of(ServiceTables.Trips);

    public GtfsTable Stops => Of(StopTables.Stops);

    public GtfsTable StopTimes => Of(StopTables.StopTimes);

    public GtfsTable Shapes => Of(StopTables.Shapes);

    public GtfsTable Calendar => Of(ServiceTables.Calendar);

    public GtfsTable CalendarDates => Of(ServiceTables.CalendarDates);

    public GtfsTable Frequencies => Of(ServiceTables.Frequencies);

    public GtfsTable FeedInfo => Of(OtherTables.FeedInfo);

    public TextColumn TripIds { get; }

    public TextColumn StopIds { get; }

    public TextColumn StopTimeStops { get; }

    /// <summary>Rows of stop_times.txt by trip, in the order of stop_sequence.</summary>
    public RowGroups TimesByTrip => Group(StopTimes, "trip_id", "stop_sequence");

    /// <summary>Rows of shapes.txt by shape, in the order of shape_pt_sequence.</summary>
    public RowGroups PointsByShape => Group(Shapes, "shape_id", "shape_pt_sequence");

    public ServiceDays ServiceDays => this.serviceDays ??= new ServiceDays(Calendar, CalendarDates, Options.Today);

    public StopPlaces Places => this.stopPlaces ??= new StopPlaces(Stops);

    public StopLinks Links => this.stopLinks ??= new StopLinks(Places);

    public GtfsTable Of(TableSchema schema) => this.tables[schema.File];

    public GtfsTable? Find(string file) => this.tables.GetValueOrDefault(file);

    /// <summary>Rows of a table by the text of a column; made when first asked for.</summary>
    public RowGroups Group(GtfsTable table, string column, string? sequence = null)
    {
        var owner = table.Text(column);
        if (!this.groups.TryGetValue(owner, out var rows))
        {
            this.groups[owner] = rows = new RowGroups(owner, sequence is null ? null : table.Int(sequence), table.Count);
        }

        return rows;
    }
}
