namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>Whether a feed must have a file, or a row a value.</summary>
internal enum Presence
{
    /// <summary>May be left out. What is required or forbidden under a condition is the concern of a rule of its own.</summary>
    Optional,

    /// <summary>Should be there.</summary>
    Recommended,

    /// <summary>The column must be there; its values may be empty.</summary>
    RequiredColumn,

    /// <summary>Must be there.</summary>
    Required,
}
