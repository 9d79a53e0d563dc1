using System.Globalization;
using TransitHub.Core.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>Numbers as a report writes them; empty: there is none.</summary>
internal static class Figures
{
    /// <summary>With one digit after the point.</summary>
    public static string Of(double value) => double.IsFinite(value) ? value.ToString("F1", CultureInfo.InvariantCulture) : string.Empty;

    /// <summary>With a sign and one digit after the point.</summary>
    public static string Signed(double value) => double.IsFinite(value) ? value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : string.Empty;

    /// <summary>Whole, with commas between thousands.</summary>
    public static string Of(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent.</summary>
    public static string Of(in ShareTally share) => Of(share.Percent);

    /// <summary>A part in percent, with two digits.</summary>
    public static string Percent(long part, long whole) =>
        whole == 0 ? string.Empty : (100.0 * part / whole).ToString("F2", CultureInfo.InvariantCulture);
}
