using System.Threading.Channels;

namespace TransitHub.Simulation.Publishing;

/// <summary>One connection with the queue before it. The queue is short: when it is full, whoever wants to send waits.</summary>
internal sealed class Gateway : IDisposable
{
    private readonly BrokerConnection connection;
    private readonly Channel<OutgoingMessage> queue;

    public Gateway(PublishOptions options, int number, TimeProvider clock)
    {
        this.connection = new BrokerConnection(options.Broker, $"transithub-city-{options.Feed}-{Environment.ProcessId}-{number}");
        this.queue = Channel.CreateBounded<OutgoingMessage>(new BoundedChannelOptions(options.MaxInFlight) { SingleReader = true, SingleWriter = true });
        this.Sender = new PipelinedSender(options, this.connection, clock);
    }

    public PipelinedSender Sender { get; }

    public Task ConnectAsync(CancellationToken cancellation) => this.connection.ConnectAsync(cancellation);

    /// <summary>Queues a message; waits while the queue is full.</summary>
    /// <exception cref="ChannelClosedException">The connection has failed for good.</exception>
    public ValueTask WriteAsync(OutgoingMessage message, CancellationToken cancellation) => this.queue.Writer.WriteAsync(message, cancellation);

    /// <summary>Nothing more comes: <see cref="RunAsync"/> ends when all is acknowledged.</summary>
    public void Complete() => this.queue.Writer.TryComplete();

    /// <summary>Sends what is queued until the end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (await this.queue.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                while (this.queue.Reader.TryRead(out OutgoingMessage message))
                {
                    await this.Sender.SendAsync(message, cancellation).ConfigureAwait(false);
                }

                // Nothing waits to be sent, so it costs nothing to wait for the answers, and the counts are right.
                await this.Sender.SettleAsync(cancellation).ConfigureAwait(false);
            }

            await this.connection.DisconnectAsync().ConfigureAwait(false);
        }
        finally
        {
            this.queue.Writer.TryComplete();
        }
    }

    public void Dispose() => this.connection.Dispose();
}
