using MQTTnet.Packets;
using MQTTnet.Protocol;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Broker;

/// <content>How the hub ends a connection.</content>
internal sealed partial class IngestChannel
{
    /// <summary>Ends the connection if nothing was heard for one and a half times the keep alive, as the standard says.</summary>
    public void EndIfSilent()
    {
        double silent = this.settings.Clock.GetElapsedTime(Interlocked.Read(ref this.lastHeard)).TotalSeconds;
        if (this.keepAliveSeconds > 0 && !this.busy && silent > this.keepAliveSeconds * 1.5)
        {
            MqttLog.KeepAliveMissed(this.settings.Logger, this.ClientId, this.keepAliveSeconds);
            this.End(MqttDisconnectReasonCode.KeepAliveTimeout, "silent for longer than the keep alive");
        }
    }

    /// <summary>Ends the connection because the same client has a newer one. Its last will would call a device offline that is there.</summary>
    public void EndForNewer() => this.EndWithoutWill(MqttDisconnectReasonCode.SessionTakenOver, "the client connected again");

    /// <summary>Ends the connection because the device has more than it may, and this one is the oldest.</summary>
    public void EndAsOneTooMany()
    {
        this.settings.Ingest.RefuseAccess(
            this.Grant!.Feed, RejectionReason.TooManyConnections, this.Grant.User, $"more than {this.Grant.Meter.Limits.MaxConnections} connections; the oldest was ended");
        this.EndWithoutWill(MqttDisconnectReasonCode.QuotaExceeded, "the device has newer connections");
    }

    /// <summary>Ends the connection when its credential was revoked or changed, or has expired. Its last will counts for nothing.</summary>
    public void EndIfWithdrawn()
    {
        if ((this.Grant is { } grant && !grant.Holds(Timestamp.Now(this.settings.Clock))) || this.holds?.Invoke() == false)
        {
            this.EndWithoutWill(MqttDisconnectReasonCode.NotAuthorized, "the credential does not hold any more");
        }
    }

    private void EndWithoutWill(MqttDisconnectReasonCode code, string reason)
    {
        this.connectPacket!.WillFlag = false;
        this.End(code, reason);
    }

    // Reading then fails, and MQTTnet ends the connection in its usual order, with the last will.
    private void End(MqttDisconnectReasonCode code, string reason)
    {
        this.farewell ??= new MqttDisconnectPacket { ReasonCode = code, ReasonString = reason };
        this.Input.CancelPendingRead();
    }
}
