using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>agency.txt. A feed of one agency may leave its id out; then it is empty.</summary>
public sealed class AgencyTable
{
    private readonly IdColumn _ids;
    private readonly AgencyRow[] _rows;

    internal AgencyTable(IdColumn ids, AgencyRow[] rows) => (_ids, _rows) = (ids, rows);

    /// <summary>Number of agencies.</summary>
    public int Count => _rows.Length;

    /// <summary>agency_id.</summary>
    public string Id(int agency) => _ids[agency];

    /// <summary>agency_name.</summary>
    public string Name(int agency) => _rows[agency].Name;

    /// <summary>agency_url.</summary>
    public string Url(int agency) => _rows[agency].Url;

    /// <summary>agency_timezone as written, an IANA name.</summary>
    public string TimeZoneName(int agency) => _rows[agency].TimeZone;

    /// <summary>agency_lang, empty if absent.</summary>
    public string Language(int agency) => _rows[agency].Language;

    /// <summary>Finds an agency by its id.</summary>
    public bool TryFind(string id, out int index) => _ids.TryFind(id, out index);

    internal sealed record AgencyRow(string Name, string Url, string TimeZone, string Language);
}
