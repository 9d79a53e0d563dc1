using System.Buffers;
using System.Threading.Channels;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands.Replay;

/// <summary>Reads, unpacks and decodes a recording ahead of the fusion, on a thread of its own, into bounded batches.</summary>
internal sealed class ReplaySource(Recording recording, FeedId feed)
{
    /// <summary>Records in a batch: large enough that handing over costs nothing.</summary>
    private const int BatchSize = 1024;

    /// <summary>Batches read ahead: with them some 5 MB of reports.</summary>
    private const int BatchesAhead = 16;

    private readonly MessageDecoder decoder = new(new DecoderOptions { RememberedTexts = 1 << 20 });
    private readonly Channel<ReplayRecord[]> channel = Channel.CreateBounded<ReplayRecord[]>(
        new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });

    /// <summary>The batches, in order; its end carries the <see cref="RecordingException"/> that ended the reading, if one did.</summary>
    public ChannelReader<ReplayRecord[]> Batches => this.channel.Reader;

    /// <summary>Reads to the end, or until stopped.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            List<ReplayRecord> batch = new(BatchSize + 64);
            while (recording.TryRead(out RecordedItem item))
            {
                int first = batch.Count;
                this.Decode(item, batch);
                if (batch.Count > first)
                {
                    batch[first] = batch[first] with { StartsRow = true };
                }

                if (batch.Count >= BatchSize)
                {
                    await this.channel.Writer.WriteAsync([.. batch], cancellation).ConfigureAwait(false);
                    batch.Clear();
                }
            }

            await this.channel.Writer.WriteAsync([.. batch], cancellation).ConfigureAwait(false);
        }
        catch (RecordingException exception)
        {
            failure = exception;
        }
        catch (OperationCanceledException exception)
        {
            failure = exception;
        }
        finally
        {
            this.channel.Writer.TryComplete(failure);
        }
    }

    private void Decode(in RecordedItem item, List<ReplayRecord> batch)
    {
        if (item.Topic is null)
        {
            batch.Add(new ReplayRecord(item.Place, item.ReceivedAt, item.Observation, item.Refusal));
            return;
        }

        DecodedMessage message = this.decoder.Decode(item.Topic, new ReadOnlySequence<byte>(item.Payload), contentType: null, item.ReceivedAt);
        if (message.Feed is { } named && named != feed)
        {
            batch.Add(Refused(item, new Rejection(
                item.ReceivedAt, RejectionReason.UnknownFeed, item.Topic, $"the topic names feed {named}, and this replay is of {feed}")));
            return;
        }

        foreach (Observation observation in message.Observations)
        {
            batch.Add(new ReplayRecord(item.Place, item.ReceivedAt, observation, null));
        }

        foreach (Rejection rejection in message.Rejections)
        {
            batch.Add(Refused(item, rejection));
        }
    }

    private static ReplayRecord Refused(in RecordedItem item, Rejection rejection) => new(item.Place, item.ReceivedAt, null, rejection);
}
