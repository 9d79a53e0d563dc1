using System.Text;
using TransitHub.Gtfs;

namespace TransitHub.Core.Conformance;

/// <summary>Encoded polylines: differences of hundred-thousandths of a degree in groups of five bits.</summary>
internal static class PolylineText
{
    private const int MaxPoints = 1_000_000;

    /// <summary>The number of points, or -1 if the text is none or leaves the earth.</summary>
    public static int CountPoints(string text)
    {
        (int at, int points, long latitude, long longitude) = (0, 0, 0, 0);
        while (at < text.Length && points < MaxPoints)
        {
            if (!TryRead(text, ref at, out long north) || !TryRead(text, ref at, out long east))
            {
                return -1;
            }

            (latitude, longitude) = (latitude + north, longitude + east);
            if (Math.Abs(latitude) > 9_000_000 || Math.Abs(longitude) > 18_000_000)
            {
                return -1;
            }

            points++;
        }

        return points;
    }

    /// <summary>Encodes a line; points that fall onto the one before are left out.</summary>
    public static string Encode(ReadOnlySpan<GeoPoint> points)
    {
        StringBuilder text = new();
        (long latitude, long longitude) = (0, 0);
        for (int at = 0; at < points.Length; at++)
        {
            (long nextLatitude, long nextLongitude) = ((long)Math.Round(points[at].Lat * 100_000), (long)Math.Round(points[at].Lon * 100_000));
            if (at == 0 || at == points.Length - 1 || nextLatitude != latitude || nextLongitude != longitude)
            {
                Write(text, nextLatitude - latitude);
                Write(text, nextLongitude - longitude);
                (latitude, longitude) = (nextLatitude, nextLongitude);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, long difference)
    {
        long value = difference < 0 ? ~(difference << 1) : difference << 1;
        for (; value >= 32; value >>= 5)
        {
            text.Append((char)((value & 31) + 32 + 63));
        }

        text.Append((char)(value + 63));
    }

    private static bool TryRead(string text, ref int at, out long value)
    {
        (value, int shift) = (0, 0);
        while (at < text.Length && shift < 35)
        {
            int bits = text[at++] - 63;
            if (bits is < 0 or > 63)
            {
                return false;
            }

            value |= (long)(bits & 31) << shift;
            shift += 5;
            if (bits < 32)
            {
                value = (value & 1) != 0 ? ~(value >> 1) : value >> 1;
                return true;
            }
        }

        return false;
    }
}
