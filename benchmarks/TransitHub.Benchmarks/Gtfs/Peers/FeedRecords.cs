using CsvHelper;

namespace TransitHub.Benchmarks.Gtfs.Peers;

[CsvRecord]
internal sealed partial class AgencyRecord
{
    [CsvColumn("agency_id")]
    public string Id { get; set; } = "";

    [CsvColumn("agency_name")]
    public string Name { get; set; } = "";

    [CsvColumn("agency_timezone")]
    public string TimeZone { get; set; } = "";
}

[CsvRecord]
internal sealed partial class CalendarRecord
{
    [CsvColumn("service_id")]
    public string Id { get; set; } = "";

    [CsvColumn("start_date")]
    public string Start { get; set; } = "";

    [CsvColumn("end_date")]
    public string End { get; set; } = "";
}

[CsvRecord]
internal sealed partial class StopRecord
{
    [CsvColumn("stop_id")]
    public string Id { get; set; } = "";

    [CsvColumn("stop_name")]
    public string Name { get; set; } = "";

    [CsvColumn("stop_lat")]
    public double Latitude { get; set; }

    [CsvColumn("stop_lon")]
    public double Longitude { get; set; }
}

[CsvRecord]
internal sealed partial class RouteRecord
{
    [CsvColumn("route_id")]
    public string Id { get; set; } = "";

    [CsvColumn("route_short_name")]
    public string ShortName { get; set; } = "";

    [CsvColumn("route_type")]
    public int Type { get; set; }
}

[CsvRecord]
internal sealed partial class ShapePointRecord
{
    [CsvColumn("shape_id")]
    public string Id { get; set; } = "";

    [CsvColumn("shape_pt_lat")]
    public double Latitude { get; set; }

    [CsvColumn("shape_pt_lon")]
    public double Longitude { get; set; }

    [CsvColumn("shape_pt_sequence")]
    public int Sequence { get; set; }
}

[CsvRecord]
internal sealed partial class TripRecord
{
    [CsvColumn("trip_id")]
    public string Id { get; set; } = "";

    [CsvColumn("route_id")]
    public string RouteId { get; set; } = "";

    [CsvColumn("service_id")]
    public string ServiceId { get; set; } = "";

    [CsvColumn("trip_headsign")]
    public string Headsign { get; set; } = "";

    [CsvColumn("shape_id")]
    public string ShapeId { get; set; } = "";
}

[CsvRecord]
internal sealed partial class StopTimeRecord
{
    [CsvColumn("trip_id")]
    public string TripId { get; set; } = "";

    [CsvColumn("arrival_time")]
    public string Arrival { get; set; } = "";

    [CsvColumn("departure_time")]
    public string Departure { get; set; } = "";

    [CsvColumn("stop_id")]
    public string StopId { get; set; } = "";

    [CsvColumn("stop_sequence")]
    public int Sequence { get; set; }

    [CsvColumn("timepoint")]
    public int Timepoint { get; set; }
}
