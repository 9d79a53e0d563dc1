namespace TransitHub.Gtfs;

/// <summary>
/// Links: the way from one stop to the next along one geometry, shared by all patterns and routes that take it.
/// </summary>
public sealed class LinkTable
{
    private readonly LinkRow[] rows;

    internal LinkTable(LinkRow[] rows) => this.rows = rows;

    /// <summary>Number of links.</summary>
    public int Count => this.rows.Length;

    /// <summary>Stop index at the start.</summary>
    public int FromStop(int link) => this.rows[link].From;

    /// <summary>Stop index at the end.</summary>
    public int ToStop(int link) => this.rows[link].To;

    /// <summary>Length along the geometry in metres, 0 or more.</summary>
    public float LengthMeters(int link) => this.rows[link].LengthMeters;

    /// <summary>
    /// A name for the link that stays the same from one version of the feed to the next: a hash of both stop ids and of
    /// the coarse form of the way between them. Distinct within a schedule.
    /// </summary>
    public ulong Key(int link) => this.rows[link].Key;

    internal readonly record struct LinkRow(int From, int To, float LengthMeters, ulong Key);
}
