/** Everything the demo scanner prints, and its name. */
export const wording = {
  name: 'Máy quét mẫu',
  listening: (address: string, sheetCount: number) =>
    `Máy quét mẫu đang chạy tại ${address}, khay nạp có ${sheetCount} tờ`,
  portInUse: (port: number) =>
    `Cổng ${port} đang được chương trình khác dùng. Dừng chương trình đó, hoặc đặt DEMO_SCANNER_PORT sang cổng khác.`,
  noSheets: (folder: string) =>
    `Không có ảnh JPEG màu nào trong ${folder}. Chạy npm start để tạo tài liệu mẫu, hoặc đặt SAMPLES_DIR.`,
} as const;
