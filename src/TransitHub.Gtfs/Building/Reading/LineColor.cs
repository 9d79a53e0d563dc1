using System.Globalization;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Colors as six hexadecimal digits.</summary>
internal static class LineColor
{
    /// <summary>Luma (Rec. 601) by which two colors differ at least if one is to be read on the other; the canonical validator's limit.</summary>
    private const int MinContrast = 72;

    public static string? Read(SheetNode node)
    {
        if (node.ReadText() is not { } text)
        {
            return null;
        }

        if (text.Length == 6 && text.All(char.IsAsciiHexDigit))
        {
            return text.ToUpperInvariant();
        }

        node.Error($"'{node.Label}' is '{SheetValues.Short(text)}', which is no color", text.StartsWith('#') && text.Length == 7
            ? $"leave out the '#': \"{text[1..]}\""
            : "give six hexadecimal digits in quotes, such as \"F58220\"");
        return null;
    }

    /// <summary>Black or white, whichever is read better.</summary>
    public static string TextOn(string color) => Luma(color) >= 128 ? "000000" : "FFFFFF";

    public static bool CanBeRead(string color, string text) => Math.Abs(Luma(color) - Luma(text)) >= MinContrast;

    private static double Luma(string color)
    {
        var rgb = int.Parse(color, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (0.299 * (rgb >> 16)) + (0.587 * ((rgb >> 8) & 255)) + (0.114 * (rgb & 255));
    }
}
