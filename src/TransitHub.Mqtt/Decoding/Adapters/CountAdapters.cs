using System.Text.Json;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>The forms of counts that the hub reads beside its own.</summary>
internal static class CountAdapters
{
    private static readonly ICountAdapter[] All = [new AxisLineCounts(), new FiwareItemFlow()];

    /// <summary>Reads the payload if it is of one of the forms.</summary>
    /// <returns>False: it is not, and nothing was done.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> payload, ref DecodeOutput output)
    {
        foreach (ICountAdapter adapter in All)
        {
            if (payload.IndexOf(adapter.Mark) >= 0)
            {
                Decode(adapter, payload, ref output);
                return true;
            }
        }

        return false;
    }

    private static void Decode(ICountAdapter adapter, ReadOnlySpan<byte> payload, ref DecodeOutput output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload.ToArray(), ForeignJson.Options);
            adapter.Decode(document.RootElement, ref output);
            if (output.IsSilent)
            {
                output.Refuse(RejectionReason.NothingToUse, "there is no count in it");
            }
        }
        catch (JsonException e)
        {
            output.RefuseAll(RejectionReason.MalformedPayload, ForeignJson.Explain(e));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            output.RefuseAll(RejectionReason.MalformedPayload, "a text is not Unicode");
        }
    }
}
