using System.Text;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary>What the records' kinds share: sizes of texts and times as seconds.</summary>
internal static class WireText
{
    /// <summary>Upper bound of a text's UTF-8, bytes.</summary>
    public static int Size(string? text) => text is null ? 0 : Encoding.UTF8.GetMaxByteCount(text.Length);

    /// <summary>A moment as the schema writes it.</summary>
    public static double Seconds(Timestamp time) => time.UnixMilliseconds / 1000.0;

    /// <summary>Whether seconds are within what a moment can hold; false for NaN.</summary>
    public static bool IsTime(double seconds) => Math.Abs(seconds) < 9e15;
}
