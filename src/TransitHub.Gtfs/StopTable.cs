using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>stops.txt: stops, stations, entrances, generic nodes and boarding areas, by dense index in file order.</summary>
public sealed class StopTable
{
    private readonly IdColumn ids;
    private readonly StopRow[] rows;

    internal StopTable(IdColumn ids, StopRow[] rows) => (this.ids, this.rows) = (ids, rows);

    /// <summary>Number of rows; indexes run from 0 to one less.</summary>
    public int Count => this.rows.Length;

    /// <summary>stop_id.</summary>
    public string Id(int stop) => this.ids[stop];

    /// <summary>stop_id in UTF-8.</summary>
    public ReadOnlySpan<byte> IdUtf8(int stop) => this.ids.Utf8(stop);

    /// <summary>stop_name, empty if absent.</summary>
    public string Name(int stop) => this.rows[stop].Name;

    /// <summary>stop_code, empty if absent.</summary>
    public string Code(int stop) => this.rows[stop].Code;

    /// <summary>platform_code, empty if absent.</summary>
    public string PlatformCode(int stop) => this.rows[stop].PlatformCode;

    /// <summary>stop_lat in WGS 84 degrees; NaN if absent or not a latitude.</summary>
    public double Latitude(int stop) => this.rows[stop].Latitude;

    /// <summary>stop_lon in WGS 84 degrees; NaN if absent or not a longitude.</summary>
    public double Longitude(int stop) => this.rows[stop].Longitude;

    /// <summary>location_type: 0 stop or platform, 1 station, 2 entrance, 3 generic node, 4 boarding area.</summary>
    public byte LocationType(int stop) => this.rows[stop].LocationType;

    /// <summary>Index of parent_station, or -1.</summary>
    public int ParentIndex(int stop) => this.rows[stop].Parent;

    /// <summary>wheelchair_boarding: 0 unknown, 1 possible for some vehicles, 2 not possible.</summary>
    public byte WheelchairBoarding(int stop) => this.rows[stop].WheelchairBoarding;

    /// <summary>Finds a stop by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);

    /// <summary>Finds a stop by its id in UTF-8, without making a string.</summary>
    public bool TryFind(ReadOnlySpan<byte> id, out int index) => this.ids.TryFind(id, out index);

    internal struct StopRow
    {
        public string Name;
        public string Code;
        public string PlatformCode;
        public double Latitude;
        public double Longitude;
        public int Parent;
        public byte LocationType;
        public byte WheelchairBoarding;
    }
}
