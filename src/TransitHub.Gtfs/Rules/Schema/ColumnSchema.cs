namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>What the reference says about a column.</summary>
internal sealed record ColumnSchema(string Name, FieldType Type)
{
    public Presence Presence { get; private init; }

    /// <summary>Least value of a number.</summary>
    public double Min { get; private init; } = double.NegativeInfinity;

    /// <summary>Greatest value of a number.</summary>
    public double Max { get; private init; } = double.PositiveInfinity;

    /// <summary>Whether 0 is not allowed.</summary>
    public bool IsNonZero { get; private init; }

    /// <summary>Values of an enumeration.</summary>
    public IReadOnlyList<int> Values { get; private init; } = [];

    /// <summary>Whether riders read the text, so that it should be written in mixed case.</summary>
    public bool IsMixedCase { get; private init; }

    /// <summary>The ids that the column draws on, by the name of the column that makes them; null if it has texts of its own.</summary>
    public string? Domain { get; private init; }

    /// <summary>Whether the column's values make the ids of <see cref="Domain"/>.</summary>
    public bool Defines { get; private init; }

    /// <summary>Files whose rows a value must name, or null if the column is no foreign key.</summary>
    public string? Parent { get; private init; }

    /// <summary>Whether the values are kept as text.</summary>
    public bool IsText => Type <= FieldType.TimeZone;

    public ColumnSchema Required() => this with { Presence = Presence.Required };

    public ColumnSchema Recommended() => this with { Presence = Presence.Recommended };

    public ColumnSchema RequiredInHeader() => this with { Presence = Presence.RequiredColumn };

    public ColumnSchema MixedCase() => this with { IsMixedCase = true };

    public ColumnSchema NonNegative() => this with { Min = 0 };

    public ColumnSchema Positive() => this with { Min = 0, IsNonZero = true };

    public ColumnSchema NonZero() => this with { IsNonZero = true };

    public ColumnSchema Within(double min, double max) => this with { Min = min, Max = max };

    public ColumnSchema OneOf(params int[] values) => this with { Values = values };

    /// <summary>The column makes ids, which others find under <paramref name="domain"/> (by default the column's name).</summary>
    public ColumnSchema Makes(string? domain = null) => this with { Domain = domain ?? Name, Defines = true };

    /// <summary>The column names rows of <paramref name="parent"/> by ids of <paramref name="domain"/>.</summary>
    public ColumnSchema In(string parent, string domain) => this with { Domain = domain, Parent = parent };

    /// <summary>The column shares ids with others, of which none makes them.</summary>
    public ColumnSchema Shares(string domain) => this with { Domain = domain };
}
