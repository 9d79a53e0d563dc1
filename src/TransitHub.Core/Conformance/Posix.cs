namespace TransitHub.Core.Conformance;

/// <summary>What counts as a time in seconds since 1970: the years 2005 to 2033, as in the canonical validator.</summary>
internal static class Posix
{
    public const long First = 1_104_537_600;
    public const long Last = 1_991_620_134;

    public static bool IsValid(long seconds) => seconds is >= First and <= Last;
}
