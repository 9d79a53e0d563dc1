namespace TransitHub.Core.Conformance;

/// <summary>What can be wrong with the bytes of a message that was decoded all the same.</summary>
internal enum WireProblem
{
    /// <summary>A text that is no UTF-8.</summary>
    InvalidText,

    /// <summary>A field that neither the specification nor its extension ranges have.</summary>
    UnknownField,

    /// <summary>A value that the enumeration does not have.</summary>
    UnknownValue,
}
