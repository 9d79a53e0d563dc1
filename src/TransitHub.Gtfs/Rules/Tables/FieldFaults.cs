namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>What can be wrong with a text by itself.</summary>
[Flags]
internal enum FieldFaults
{
    None = 0,

    /// <summary>It holds a line break.</summary>
    NewLine = 1,

    /// <summary>An id holds other than printable ASCII characters.</summary>
    NotAscii = 2,

    /// <summary>It is not of the column's type.</summary>
    WrongType = 4,

    /// <summary>A text for riders is all capitals or all small letters.</summary>
    OneCase = 8,
}
