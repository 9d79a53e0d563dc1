using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>stops.txt: stops, stations, entrances, generic nodes and boarding areas, by dense index in file order.</summary>
public sealed class StopTable
{
    private readonly IdColumn _ids;
    private readonly StopRow[] _rows;

    internal StopTable(IdColumn ids, StopRow[] rows) => (_ids, _rows) = (ids, rows);

    /// <summary>Number of rows; indexes run from 0 to one less.</summary>
    public int Count => _rows.Length;

    /// <summary>stop_id.</summary>
    public string Id(int stop) => _ids[stop];

    /// <summary>stop_id in UTF-8.</summary>
    public ReadOnlySpan<byte> IdUtf8(int stop) => _ids.Utf8(stop);

    /// <summary>stop_name, empty if absent.</summary>
    public string Name(int stop) => _rows[stop].Name;

    /// <summary>stop_code, empty if absent.</summary>
    public string Code(int stop) => _rows[stop].Code;

    /// <summary>platform_code, empty if absent.</summary>
    public string PlatformCode(int stop) => _rows[stop].PlatformCode;

    /// <summary>stop_lat in WGS 84 degrees; NaN if absent or not a latitude.</summary>
    public double Latitude(int stop) => _rows[stop].Latitude;

    /// <summary>stop_lon in WGS 84 degrees; NaN if absent or not a longitude.</summary>
    public double Longitude(int stop) => _rows[stop].Longitude;

    /// <summary>location_type: 0 stop or platform, 1 station, 2 entrance, 3 generic node, 4 boarding area.</summary>
    public byte LocationType(int stop) => _rows[stop].LocationType;

    /// <summary>Index of parent_station, or -1.</summary>
    public int ParentIndex(int stop) => _rows[stop].Parent;

    /// <summary>wheelchair_boarding: 0 unknown, 1 possible for some vehicles, 2 not possible.</summary>
    public byte WheelchairBoarding(int stop) => _rows[stop].WheelchairBoarding;

    /// <summary>Finds a stop by its id.</summary>
    public bool TryFind(string id, out int index) => _ids.TryFind(id, out index);

    /// <summary>Finds a stop by its id in UTF-8, without making a string.</summary>
    public bool TryFind(ReadOnlySpan<byte> id, out int index) => _ids.TryFind(id, out index);

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
