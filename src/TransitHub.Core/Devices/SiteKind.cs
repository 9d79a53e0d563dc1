namespace TransitHub.Core.Devices;

/// <summary>What a counting line lies across.</summary>
public enum SiteKind
{
    /// <summary>A road.</summary>
    Road,

    /// <summary>A crossing on which people walk over a road: who crosses the line crosses the road.</summary>
    Crossing,

    /// <summary>A gate, a door or a pier's bridge.</summary>
    Gate,

    /// <summary>A path for people who walk or cycle.</summary>
    Path,

    /// <summary>A river or canal.</summary>
    Waterway,
}
