using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>agency.txt. A feed of one agency may leave its id out; then it is empty.</summary>
public sealed class AgencyTable
{
    private readonly IdColumn ids;
    private readonly AgencyRow[] rows;

    internal AgencyTable(IdColumn ids, AgencyRow[] rows) => (this.ids, this.rows) = (ids, rows);

    /// <summary>Number of agencies.</summary>
    public int Count => this.rows.Length;

    /// <summary>agency_id.</summary>
    public string Id(int agency) => this.ids[agency];

    /// <summary>agency_name.</summary>
    public string Name(int agency) => this.rows[agency].Name;

    /// <summary>agency_url.</summary>
    public string Url(int agency) => this.rows[agency].Url;

    /// <summary>agency_timezone as written, an IANA name.</summary>
    public string TimeZoneName(int agency) => this.rows[agency].TimeZone;

    /// <summary>agency_lang, empty if absent.</summary>
    public string Language(int agency) => this.rows[agency].Language;

    /// <summary>Finds an agency by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);

    internal sealed record AgencyRow(string Name, string Url, string TimeZone, string Language);
}
