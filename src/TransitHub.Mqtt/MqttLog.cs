using Microsoft.Extensions.Logging;

namespace TransitHub.Mqtt;

/// <summary>What the MQTT adapters write to the log. Event ids 2000 to 2099.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(2000, LogLevel.Information, "The embedded MQTT broker listens on {Address}")]
    public static partial void BrokerListens(ILogger logger, string address);

    [LoggerMessage(2001, LogLevel.Warning, "MQTT client {ClientId} at {Address} was refused: {Reason}; {Unnamed} others since the last such line")]
    public static partial void LoginRefused(ILogger logger, string clientId, string? address, string reason, long unnamed);

    [LoggerMessage(2002, LogLevel.Error, "MQTT client {ClientId} was disconnected without an acknowledgement: {Reason}")]
    public static partial void NotDurable(ILogger logger, string clientId, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "MQTT client {ClientId} was silent for longer than its keep alive of {Seconds} s")]
    public static partial void KeepAliveMissed(ILogger logger, string clientId, int seconds);

    [LoggerMessage(2004, LogLevel.Debug, "MQTT client {ClientId} asked to subscribe to {Filter}")]
    public static partial void SubscriptionRefused(ILogger logger, string clientId, string filter);

    [LoggerMessage(2005, LogLevel.Information, "The embedded MQTT broker listens for TLS on {Address}")]
    public static partial void BrokerListensTls(ILogger logger, string address);

    [LoggerMessage(2006, LogLevel.Information, "TLS certificate {Subject} is in use, valid until {NotAfter:yyyy-MM-dd}")]
    public static partial void CertificateInUse(ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(2007, LogLevel.Error, "The TLS certificate files changed and cannot be used; the certificate before stays in use: {Reason}")]
    public static partial void CertificateKept(ILogger logger, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "TLS certificate {Subject} is not valid now: from {NotBefore:yyyy-MM-dd} until {NotAfter:yyyy-MM-dd}")]
    public static partial void CertificateNotValid(ILogger logger, string subject, DateTime notBefore, DateTime notAfter);

    [LoggerMessage(2010, LogLevel.Information, "Connected to the MQTT broker {Broker}; session kept: {SessionPresent}")]
    public static partial void BrokerConnected(ILogger logger, string broker, bool sessionPresent);

    [LoggerMessage(2011, LogLevel.Warning, "The MQTT broker {Broker} is not reached: {Reason}. Next attempt in {DelayMilliseconds} ms")]
    public static partial void BrokerUnreachable(ILogger logger, string broker, string reason, int delayMilliseconds);
}
