namespace TransitHub.Gtfs.Sheets;

/// <summary>Whether sheets with this problem can be used.</summary>
public enum SheetSeverity
{
    /// <summary>They can; riders or consumers would be better served by a change.</summary>
    Warning = 0,

    /// <summary>They cannot.</summary>
    Error = 1,
}
