namespace TransitHub.Core.Conformance;

/// <summary>What counts as a time in seconds since 1970: the years 2005 to 2033, as in the canonical validator.</summary>
internal static class Posix
{
    private const long First = 1_104_537_600;
    private const long Last = 1_991_620_134;

    public static bool IsValid(long seconds) => seconds is >= First and <= Last;
}
