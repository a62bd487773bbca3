/** Everything the demo PKI prints or answers in words. */
export const wording = {
  listening: (address: string) =>
    `Dịch vụ chứng thực DEMO (TSA, OCSP, CRL) đang chạy tại ${address}`,
  portInUse: (port: number) =>
    `Cổng ${port} đang được chương trình khác dùng. Dừng chương trình đó, hoặc đặt DEMO_PKI_PORT sang cổng khác.`,
  settingMissing: (name: string) => `Thiếu biến môi trường ${name}.`,
  notReady: 'Cầu nối ký số chưa tạo xong CA thử nghiệm.',
  revocationsBroken: 'Tệp demo/revoked.json không đúng dạng.',
  wrongType: 'Sai kiểu nội dung.',
  tooLarge: 'Yêu cầu quá lớn.',
  nothingHere: 'Không có gì ở địa chỉ này.',
  failed: 'Dịch vụ DEMO gặp lỗi.',
  revoked: (name: string) => `Đã thu hồi chứng thư DEMO của ${name}.`,
  restored: (name: string) => `Đã bỏ thu hồi chứng thư DEMO của ${name}.`,
  noCertificate: (name: string) => `Không có chứng thư DEMO của ${name}.`,
} as const;
